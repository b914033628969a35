package ticketd.journal.text;

/**
 * A set of ticket ids, some of them perhaps by mistake, that is looked at a {@link Page} at a time,
 * in either direction. One thread at a time.
 *
 * @see SegmentException what each of these throws where a segment cannot be read
 */
public interface Postings {
  /** There is no page. */
  int NONE = -1;

  /** The ids of one page. */
  int PAGE_BITS = Page.BITS;

  /** A set of ids of one page has so many words. */
  int PAGE_LONGS = Page.LONGS;

  /**
   * The nearest page from {@code page} on, downwards or upwards, that may hold something: of those
   * that it passes none does. {@link #NONE} where there is none.
   */
  int page(int page, boolean down);

  /** Adds a page's ids to a set. */
  void addTo(int page, long[] bits);

  /** Takes out of a set of a page's ids those that are not in here. */
  default void retain(int page, long[] bits) {
    long[] own = new long[PAGE_LONGS];
    addTo(page, own);
    for (int i = 0; i < own.length; i++) {
      bits[i] &= own[i];
    }
  }

  /** Of how many ids, in a measure that is good for comparing. */
  long size();
}
