package ticketd.http;

import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import ticketd.desk.Feed;

/**
 * Where one stream stands in the log, and what comes next: out of its channel, or, where the
 * channel does not hold that any more, out of the store. For one thread at a time.
 */
final class EventPosition {
  private static final int SLICE_BYTES = 64 * 1024;
  private static final long SLICE_NANOS = 2_000_000;

  private final EventChannel channel;

  /** Where the channel goes on; empty while the stream reads by itself. */
  private Optional<EventChannel.Link> link;

  private Optional<Feed> feed = Optional.empty();
  private Optional<RuntimeException> failure = Optional.empty();

  /** The number of the last change that was taken, or that need not be shown. */
  private long seq;

  /** Behind the change {@code seq}. */
  EventPosition(EventChannel channel, long seq) {
    this.channel = channel;
    this.seq = seq;
    this.link = channel.attach(seq);
  }

  EventChannel channel() {
    return channel;
  }

  long seq() {
    return seq;
  }

  /** Whether what comes next must be read from the store, which takes its time. */
  boolean isBehind() {
    return link.isEmpty();
  }

  /** What keeps the stream from going on, behind all that was taken. */
  Optional<RuntimeException> failure() {
    return failure;
  }

  /**
   * What the channel holds next, a slice at most; empty where there is nothing, or where the
   * position {@link #isBehind} from now on.
   */
  ByteString take() {
    ByteString taken = ByteString.emptyByteString();
    // Before the link is looked at: what is found there afterwards may be newer.
    long passed = channel.passed();
    while (link.isPresent() && failure.isEmpty() && taken.size() < SLICE_BYTES) {
      Optional<EventChannel.Found> found = link.get().found();
      if (found.isEmpty()) {
        seq = Math.max(seq, passed);
        break;
      }
      taken = taken.concat(take(found.get()));
    }
    return taken;
  }

  private ByteString take(EventChannel.Found found) {
    ByteString taken = ByteString.emptyByteString();
    if (found instanceof EventChannel.Rendering rendering) {
      if (rendering.seq() > seq) {
        taken = rendering.bytes();
        seq = rendering.seq();
      }
      link = Optional.of(rendering.next());
    } else if (found instanceof EventChannel.Broken broken) {
      failure = Optional.of(broken.cause());
    } else {
      link = Optional.empty();
    }
    return taken;
  }

  /** Waits for what comes next; false where it is there. Not while it {@link #isBehind}. */
  boolean await(EventHub hub, EventHub.Stream stream) {
    return hub.await(channel, link.orElseThrow(), seq, stream);
  }

  /**
   * A slice of what comes next, from the store; less, or nothing, where that takes long or is not
   * shown. Only while it {@link #isBehind}.
   */
  ByteString read() {
    ByteStringBuilder read = new ByteStringBuilder();
    try {
      Feed reading = feed.orElseGet(() -> channel.feed(seq));
      feed = Optional.of(reading);
      reading.advance(
          System.nanoTime() + SLICE_NANOS,
          change -> {
            read.append(channel.subject().render(change));
            return read.length() < SLICE_BYTES;
          });
    } catch (RuntimeException e) {
      Faults.tell("a stream of events", e);
      // Ends the stream behind what was read before.
      failure = Optional.of(e);
    }
    seq = feed.map(Feed::seq).orElse(seq);
    link = channel.attach(seq);
    if (link.isPresent()) {
      feed = Optional.empty();
    }
    return read.result();
  }
}
