package ticketd.journal.text;

import java.util.List;

/** What is in one of several sets. */
public record AnyOf(List<Postings> sets) implements Postings {
  public AnyOf {
    sets = List.copyOf(sets);
  }

  @Override
  public int page(int page, boolean down) {
    int nearest = NONE;
    for (int i = 0; i < sets.size() && nearest != page; i++) {
      int found = sets.get(i).page(page, down);
      if (found != NONE && (nearest == NONE || (down ? found > nearest : found < nearest))) {
        nearest = found;
      }
    }
    return nearest;
  }

  @Override
  public void addTo(int page, long[] bits) {
    for (Postings set : sets) {
      if (set.page(page, false) == page) {
        set.addTo(page, bits);
      }
    }
  }

  @Override
  public void retain(int page, long[] bits) {
    int found = 0;
    int only = 0;
    for (int i = 0; i < sets.size(); i++) {
      if (sets.get(i).page(page, false) == page) {
        found++;
        only = i;
      }
    }
    if (found == 1) {
      sets.get(only).retain(page, bits);
    } else {
      retainAny(page, bits);
    }
  }

  private void retainAny(int page, long[] bits) {
    long[] left = new long[PAGE_LONGS];
    for (Postings set : sets) {
      if (set.page(page, false) == page) {
        long[] one = bits.clone();
        set.retain(page, one);
        for (int i = 0; i < left.length; i++) {
          left[i] |= one[i];
        }
      }
    }
    System.arraycopy(left, 0, bits, 0, left.length);
  }

  @Override
  public long size() {
    return sets.stream().mapToLong(Postings::size).sum();
  }
}
