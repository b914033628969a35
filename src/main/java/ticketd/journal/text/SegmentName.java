package ticketd.journal.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of the journal a segment is of, and so the name of its file.
 *
 * @param generation the store's
 * @param first number of the first event
 * @param last number of the last one
 */
record SegmentName(long generation, long first, long last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})");

  static Optional<SegmentName> parse(String file) {
    Matcher parts = FORM.matcher(file);
    if (!parts.matches()) {
      return Optional.empty();
    }
    SegmentName name =
        new SegmentName(
            Long.parseLong(parts.group(1)),
            Long.parseLong(parts.group(2)),
            Long.parseLong(parts.group(3)));
    return name.toString().equals(file) ? Optional.of(name) : Optional.empty();
  }

  long events() {
    return last - first + 1;
  }

  boolean contains(SegmentName other) {
    return generation == other.generation && first <= other.first && other.last <= last;
  }

  @Override
  public String toString() {
    return generation + "-" + first + "-" + last;
  }
}
