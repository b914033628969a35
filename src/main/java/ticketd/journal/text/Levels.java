package ticketd.journal.text;

import java.util.Optional;

/**
 * Which segments there are: those of the lowest level one behind the other, and on each level above
 * it one of all that begin with a multiple and are so many. So any number of processes make the
 * same ones.
 *
 * @param smallest how many events one of the lowest level is of
 * @param fan so many of one level are merged into one of the next
 * @param levels how many there are
 */
public record Levels(int smallest, int fan, int levels) {
  /** 1,024, 16,384, 262,144 and 4,194,304 events. */
  public static final Levels STANDARD = new Levels(1024, 16, 4);

  /** The one of the lowest level that begins behind {@code covered} events. */
  SegmentName after(long generation, long covered) {
    return new SegmentName(generation, covered + 1, covered + smallest);
  }

  /** Whether such a segment is ever made. */
  boolean have(SegmentName name) {
    long size = smallest;
    for (int level = 0; level < levels; level++, size *= fan) {
      if (name.events() == size && (name.first() - 1) % size == 0) {
        return true;
      }
    }
    return false;
  }

  /** The one of the next level that {@code name} is the beginning of, if it is one's. */
  Optional<SegmentName> above(SegmentName name) {
    SegmentName whole =
        new SegmentName(name.generation(), name.first(), name.first() + name.events() * fan - 1);
    return have(whole) ? Optional.of(whole) : Optional.empty();
  }
}
