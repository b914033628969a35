package ticketd.journal.text;

import java.util.Arrays;
import java.util.List;

/**
 * A set without what another leaves out, but for pages on which it holds so few that they are
 * sooner looked at themselves than looked for in the other: where a small set is spread over a
 * large store, that costs in proportion to the small one.
 */
public final class Narrowed implements Postings {
  /** About as many tickets as can be read while a page of a word's parts is. */
  static final int FEW = 16;

  private final Postings set;
  private final Postings by;
  private final AllOf both;
  private final long[] own = new long[Page.LONGS];
  private final long[] other = new long[Page.LONGS];

  public Narrowed(Postings set, Postings by) {
    this.set = set;
    this.by = by;
    this.both = new AllOf(List.of(set, by));
  }

  @Override
  public int page(int page, boolean down) {
    return both.page(page, down);
  }

  @Override
  public void addTo(int page, long[] bits) {
    Arrays.fill(own, 0);
    set.addTo(page, own);
    int count = 0;
    for (long word : own) {
      count += Long.bitCount(word);
    }
    boolean isLookedFor = count > FEW;
    if (isLookedFor) {
      Arrays.fill(other, 0);
      by.addTo(page, other);
    }
    for (int i = 0; i < own.length; i++) {
      bits[i] |= isLookedFor ? own[i] & other[i] : own[i];
    }
  }

  @Override
  public long size() {
    return both.size();
  }
}
