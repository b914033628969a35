package ticketd.journal.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What of the journal can be searched: open segments, one behind the other from the first event on.
 * Immutable.
 */
public final class TextIndex {
  static final TextIndex EMPTY = new TextIndex(List.of());

  private final List<Segment> segments;

  TextIndex(List<Segment> segments) {
    this.segments = List.copyOf(segments);
  }

  List<Segment> segments() {
    return segments;
  }

  /** Number of the last event that is in here; 0 for none. */
  public long covered() {
    return segments.isEmpty() ? 0 : last().name().last();
  }

  /** Where that event is in the store; 0 for none. */
  public long lastOffset() {
    return segments.isEmpty() ? 0 : last().header().lastOffset();
  }

  /** How many tickets were filed up to that event: each has a title, which is in here. */
  public long tickets() {
    return segments.stream().mapToLong(one -> one.header().highest()).max().orElse(0);
  }

  private Segment last() {
    return segments.get(segments.size() - 1);
  }

  /** Whether {@link #find} can say more than that it may be in every ticket. */
  public static boolean finds(String folded) {
    return Grams.finds(folded);
  }

  /**
   * The tickets in whose texts a folded word may be found: among them is each in which some event
   * up to {@link #covered} set a text that holds it.
   *
   * @param everywhere in titles, descriptions and comments, else in titles alone
   */
  public Postings find(String folded, boolean everywhere) {
    List<Postings> found = new ArrayList<>(segments.size());
    for (Segment segment : segments) {
      found.add(new SegmentSearch(segment, folded, everywhere));
    }
    return new AnyOf(found);
  }

  boolean isLost() {
    return segments.stream().anyMatch(Segment::isLost);
  }
}
