package ticketd.journal.text;

import java.util.Arrays;
import java.util.List;

/**
 * A set without what another leaves out, but for its first ones, and for pages on which it holds so
 * few that they are sooner looked at themselves than looked for in the other: where a small set is
 * spread over a large store, that costs in proportion to the small one.
 */
public final class Narrowed implements Postings {
  /** About as many tickets as can be read while a page of a word's parts is. */
  static final int FEW = 16;

  /**
   * So many are looked at before the other is asked, which opens a list for each part of a word in
   * every segment. A store of as many has none: there they would be looked at as well.
   */
  static final int FIRST = Levels.STANDARD.smallest();

  private final Postings set;
  private final Postings by;
  private final AllOf both;
  private final long[] own = new long[Page.LONGS];
  private int first;

  public Narrowed(Postings set, Postings by) {
    this(set, by, FIRST);
  }

  /** The same, with so many that are looked at first. */
  Narrowed(Postings set, Postings by, int first) {
    this.set = set;
    this.by = by;
    this.both = new AllOf(List.of(set, by));
    this.first = first;
  }

  @Override
  public int page(int page, boolean down) {
    return first > 0 ? set.page(page, down) : both.page(page, down);
  }

  @Override
  public void addTo(int page, long[] bits) {
    Arrays.fill(own, 0);
    set.addTo(page, own);
    int count = 0;
    for (long word : own) {
      count += Long.bitCount(word);
    }
    first -= Math.min(first, count);
    if (first == 0 && count > FEW) {
      by.retain(page, own);
    }
    for (int i = 0; i < own.length; i++) {
      bits[i] |= own[i];
    }
  }

  @Override
  public long size() {
    return both.size();
  }
}
