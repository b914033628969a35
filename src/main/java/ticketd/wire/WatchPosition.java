package ticketd.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a watch stands: behind the change {@code seq} of a store's generation. It is spelled {@code
 * <generation>/<seq>}, which {@code since:} takes and the answer to WATCH in text ends with.
 */
public record WatchPosition(long generation, long seq) {
  /** Of no store: to go on from there is refused, so that nothing is missed unseen. */
  public static final WatchPosition UNKNOWN = new WatchPosition(0, 0);

  private static final Pattern SPELLED = Pattern.compile("([0-9]{1,18})/([0-9]{1,18})");

  /** The position that is spelled so; empty when it is none. */
  public static Optional<WatchPosition> parse(String text) {
    Matcher spelled = SPELLED.matcher(text);
    return spelled.matches()
        ? Optional.of(
            new WatchPosition(Long.parseLong(spelled.group(1)), Long.parseLong(spelled.group(2))))
        : Optional.empty();
  }

  public WatchPosition at(long newSeq) {
    return new WatchPosition(generation, newSeq);
  }

  @Override
  public String toString() {
    return generation + "/" + seq;
  }
}
