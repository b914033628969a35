package ticketd.journal.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What is in each of several sets, of which there is at least one. */
public final class AllOf implements Postings {
  /** About as many tickets as can be read while a page of one more set is. */
  static final int FEW = 4;

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
    retain(page, common, 0);
    for (int i = 0; i < common.length; i++) {
      bits[i] |= common[i];
    }
  }

  /** Leaves the last few, for whoever asks to look at, where more sets would have to be read. */
  @Override
  public void retain(int page, long[] bits) {
    retain(page, bits, FEW);
  }

  private void retain(int page, long[] bits, int few) {
    for (Postings set : sets) {
      set.retain(page, bits);
      int count = 0;
      for (long word : bits) {
        count += Long.bitCount(word);
      }
      if (count <= few) {
        return;
      }
    }
  }

  @Override
  public long size() {
    return sets.get(0).size();
  }
}
