package ticketd.journal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NarrowedTest {
  private static final int FULL = 2 * Page.IDS;

  /** Ids, and how many pages of them were read. */
  private static final class Counted implements Postings {
    private final BitSet ids = new BitSet();
    private int read;
    private int asked;

    Counted(IntStream ids) {
      ids.forEach(this.ids::set);
    }

    @Override
    public int page(int page, boolean down) {
      asked++;
      int first = page * Page.IDS;
      int found = down ? ids.previousSetBit(first + Page.IDS - 1) : ids.nextSetBit(first);
      return found < 0 ? NONE : Page.of(found);
    }

    @Override
    public void addTo(int page, long[] bits) {
      read++;
      for (int id = 0; id < Page.IDS; id++) {
        if (ids.get(page * Page.IDS + id)) {
          bits[id >>> 6] |= 1L << id;
        }
      }
    }

    @Override
    public long size() {
      return ids.cardinality();
    }
  }

  private static List<Integer> of(Postings postings, int page) {
    long[] bits = new long[Page.LONGS];
    postings.addTo(page, bits);
    return BitSet.valueOf(bits).stream().mapToObj(id -> page * Page.IDS + id).toList();
  }

  @Test
  void shouldReadNothingOfTheOtherForAFew() {
    Counted other = new Counted(IntStream.range(0, FULL).filter(id -> id % 2 == 0));
    List<Integer> few = IntStream.range(100, 100 + Narrowed.FEW).boxed().toList();
    Narrowed set = new Narrowed(new Counted(few.stream().mapToInt(id -> id)), other, 0);
    assertThat(of(set, 0)).isEqualTo(few);
    assertThat(other.read).isZero();
    Narrowed more =
        new Narrowed(new Counted(IntStream.rangeClosed(100, 100 + Narrowed.FEW)), other, 0);
    assertThat(of(more, 0)).isNotEmpty().allMatch(id -> id % 2 == 0);
    assertThat(other.read).isEqualTo(1);
  }

  @Test
  void shouldPassPagesThatEitherHasNothingOn() {
    Counted set = new Counted(IntStream.of(1, Page.IDS + 1, 2 * Page.IDS + 1));
    Counted other = new Counted(IntStream.of(2, 2 * Page.IDS + 2, 3 * Page.IDS));
    Narrowed both = new Narrowed(set, other, 0);
    assertThat(both.page(0, false)).isZero();
    assertThat(both.page(1, false)).isEqualTo(2);
    assertThat(both.page(3, false)).isEqualTo(Postings.NONE);
    assertThat(both.page(1, true)).isZero();
  }

  @Test
  void shouldAskTheOtherForNothingAtFirst() {
    Counted other = new Counted(IntStream.range(0, FULL).filter(id -> id % 2 == 0));
    Narrowed set = new Narrowed(new Counted(IntStream.range(0, FULL)), other, Page.IDS + 1);
    assertThat(set.page(1, true)).isEqualTo(1);
    assertThat(of(set, 1)).hasSize(Page.IDS);
    assertThat(set.page(0, true)).isZero();
    assertThat(other.asked).isZero();
    assertThat(of(set, 0)).hasSize(Page.IDS / 2).allMatch(id -> id % 2 == 0);
  }

  @Test
  void shouldLeaveWhatEachHoldsOfWhatIsAsked() {
    Counted even = new Counted(IntStream.range(0, FULL).filter(id -> id % 2 == 0));
    Counted third = new Counted(IntStream.range(0, FULL).filter(id -> id % 3 == 0));
    Counted late = new Counted(IntStream.of(Page.IDS + 1));
    long[] bits = {-1L << 10};
    long[] asked = Arrays.copyOf(bits, Page.LONGS);
    new AllOf(List.of(new AnyOf(List.of(third, late)), even)).retain(0, asked);
    assertThat(BitSet.valueOf(asked).stream()).containsExactly(12, 18, 24, 30, 36, 42, 48, 54, 60);
    new AnyOf(List.of(late)).retain(0, asked);
    assertThat(asked).containsOnly(0);
  }

  @Test
  void shouldReadNoMoreSetsForTheLastFewThatAreAsked() {
    Counted few = new Counted(IntStream.rangeClosed(1, AllOf.FEW));
    Counted many = new Counted(IntStream.range(0, FULL));
    AllOf both = new AllOf(List.of(few, many));
    long[] asked = new long[Page.LONGS];
    Arrays.fill(asked, -1L);
    both.retain(0, asked);
    assertThat(BitSet.valueOf(asked).stream()).containsExactly(1, 2, 3, 4);
    assertThat(many.read).isZero();
    assertThat(of(both, 0)).as("where nobody's are asked for").containsExactly(1, 2, 3, 4);
    assertThat(many.read).isEqualTo(1);
  }
}
