package ticketd.journal.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What is in each of several sets, of which there is at least one. */
public final class AllOf implements Postings {
  /** The smallest first: it leaves the least to look for in the others. */
  private final List<Postings> sets;

  private final long[] common = new long[Page.LONGS];

  public AllOf(List<Postings> sets) {
    this.sets = sets.stream().sorted(Comparator.comparingLong(Postings::size)).toList();
  }

  @Override
  public int page(int page, boolean down) {
    int at = page;
    int agreed = 0;
    for (int i = 0; agreed < sets.size(); i = i + 1 == sets.size() ? 0 : i + 1) {
      int found = sets.get(i).page(at, down);
      if (found == NONE) {
        return NONE;
      }
      agreed = found == at ? agreed + 1 : 1;
      at = found;
    }
    return at;
  }

  @Override
  public void addTo(int page, long[] bits) {
    Arrays.fill(common, -1L);
    retain(page, common);
    for (int i = 0; i < common.length; i++) {
      bits[i] |= common[i];
    }
  }

  @Override
  public void retain(int page, long[] bits) {
    for (Postings set : sets) {
      set.retain(page, bits);
      long any = 0;
      for (long word : bits) {
        any |= word;
      }
      if (any == 0) {
        return;
      }
    }
  }

  @Override
  public long size() {
    return sets.get(0).size();
  }
}
