package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkRulesTest {
  private static final int LENGTH = 10_000;

  private int looks;

  /** Each ticket of 1 to {@link #LENGTH} blocks the next. */
  private final Links chain =
      new Links() {
        @Override
        public boolean exists(long id) {
          return id >= 1 && id <= 2 * LENGTH;
        }

        @Override
        public List<Link> of(long id) {
          looks++;
          List<Link> links = new ArrayList<>();
          if (id < LENGTH) {
            links.add(new Link(LinkType.BLOCKS, id + 1));
          }
          if (id > 1 && id <= LENGTH) {
            links.add(new Link(LinkType.BLOCKED_BY, id - 1));
          }
          return links;
        }
      };

  private Optional<Rejection> refusal(long from, LinkType type, long to) {
    return LinkRules.refusal(from, new Link(type, to), chain);
  }

  @Test
  void shouldRefuseACircleWhateverItsLength() {
    for (long to : new long[] {1, 2, LENGTH / 2, LENGTH - 2}) {
      assertThat(refusal(LENGTH, LinkType.BLOCKS, to))
          .contains(new Rejection.LinkCircle(LENGTH, new Link(LinkType.BLOCKS, to)));
      assertThat(refusal(to, LinkType.BLOCKED_BY, LENGTH)).isPresent();
    }
    assertThat(refusal(1, LinkType.BLOCKS, LENGTH)).isEmpty();
    assertThat(refusal(5, LinkType.BLOCKED_BY, 3)).isEmpty();
  }

  /** It is decided while everybody's changes wait. */
  @Test
  void shouldLookNoFurtherThanFromTheNearerEnd() {
    assertThat(refusal(LENGTH + 1, LinkType.BLOCKS, 1)).isEmpty();
    assertThat(refusal(LENGTH, LinkType.BLOCKS, LENGTH + 1)).isEmpty();
    assertThat(looks).isLessThan(20);
  }
}
