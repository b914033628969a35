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
  public long size() {
    return sets.stream().mapToLong(Postings::size).sum();
  }
}
