package ticketd.journal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A word in one segment; looked up when a page is asked for that the segment may have. */
final class SegmentSearch implements Postings {
  private static final Postings NOTHING = new AnyOf(List.of());

  private final Segment segment;
  private final String folded;
  private final boolean everywhere;
  private Optional<Postings> found = Optional.empty();

  /** {@code everywhere} is in all texts, else in titles only. */
  SegmentSearch(Segment segment, String folded, boolean everywhere) {
    this.segment = segment;
    this.folded = folded;
    this.everywhere = everywhere;
  }

  private Postings found() {
    if (found.isEmpty()) {
      List<Postings> fields = new ArrayList<>(2);
      segment.find(Grams.field(true), folded).ifPresent(fields::add);
      if (everywhere) {
        segment.find(Grams.field(false), folded).ifPresent(fields::add);
      }
      found =
          Optional.of(
              fields.isEmpty() ? NOTHING : fields.size() == 1 ? fields.get(0) : new AnyOf(fields));
    }
    return found.get();
  }

  @Override
  public int page(int page, boolean down) {
    int lowest = Page.of(segment.header().lowest());
    int highest = Page.of(segment.header().highest());
    if (segment.header().highest() == 0 || (down ? page < lowest : page > highest)) {
      return NONE;
    }
    if (found.isEmpty() && (page < lowest || page > highest)) {
      // Somewhere in there, perhaps: to look it up can wait until somebody comes so far.
      return down ? highest : lowest;
    }
    return found().page(page, down);
  }

  @Override
  public void addTo(int page, long[] bits) {
    Postings postings = found();
    if (postings.page(page, false) == page) {
      postings.addTo(page, bits);
    }
  }

  @Override
  public void retain(int page, long[] bits) {
    found().retain(page, bits);
  }

  @Override
  public long size() {
    return segment.header().bytes();
  }
}
