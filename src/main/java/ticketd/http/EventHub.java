package ticketd.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import ticketd.desk.View;
import ticketd.door.Watchers;

/**
 * What the streams of this process share: the channels that they show, the one {@link
 * EventFollower} that fills them, the time of their checkpoints, and the drain. Thread-safe.
 */
final class EventHub {
  private static final AtomicLong COUNT = new AtomicLong();

  /** A stream as the hub knows it. */
  interface Stream extends EventChannel.Waiter {
    /** It is to say where it stands. */
    void checkpoint();
  }

  private record Shared(EventChannel channel, int streams) {}

  private final Map<EventSubject, Shared> channels = new ConcurrentHashMap<>();
  private final Checkpoints<Stream> checkpoints;
  private final Watchers watchers;
  private final Executor scans;
  private final ActorRef<EventFollower.Message> follower;
  private volatile boolean draining;

  /** One whose follower lives as long as the actor system. */
  EventHub(HttpEnvironment environment) {
    this.checkpoints = new Checkpoints<>(environment.limits().ticker());
    this.watchers = environment.connections().watchers();
    this.scans = environment.scans();
    this.follower =
        environment
            .system()
            .systemActorOf(
                EventFollower.create(this, environment.desk()),
                "events-" + COUNT.incrementAndGet(),
                Props.empty());
    environment.connections().onDrain(this::drain);
  }

  /** Where streams are counted. */
  Watchers watchers() {
    return watchers;
  }

  /** For slices of what a stream reads by itself. */
  Executor scans() {
    return scans;
  }

  /** A stream of that subject begins, and is to {@link #leave} the channel that it shows. */
  EventChannel enter(EventSubject subject, View view, Stream stream) {
    if (checkpoints.add(stream)) {
      follower.tell(new EventFollower.Opened());
    }
    return channels
        .compute(
            subject,
            (key, known) ->
                known == null
                    ? new Shared(new EventChannel(subject, view), 1)
                    : new Shared(known.channel(), known.streams() + 1))
        .channel();
  }

  void leave(EventChannel channel, Stream stream) {
    checkpoints.remove(stream);
    channel.forget(stream);
    channels.computeIfPresent(
        channel.subject(),
        (key, known) -> {
          if (known.channel() != channel) {
            return known;
          } else if (known.streams() > 1) {
            return new Shared(channel, known.streams() - 1);
          }
          follower.tell(new EventFollower.Left(channel));
          return null;
        });
  }

  /** Streams that begin from now on get another channel. */
  void discard(EventChannel channel) {
    channels.computeIfPresent(
        channel.subject(), (key, known) -> known.channel() == channel ? null : known);
  }

  /** Waits at a channel's end; false where there is something already. */
  boolean await(EventChannel channel, EventChannel.Link link, long seq, Stream stream) {
    EventChannel.Waiting waiting = channel.await(stream, link, seq);
    if (waiting == EventChannel.Waiting.FIRST) {
      follower.tell(new EventFollower.Awaited(channel));
    }
    return waiting != EventChannel.Waiting.NOT;
  }

  /** Has those say where they stand that are due to; returns whether there are streams at all. */
  boolean checkpoint() {
    List<Stream> due = checkpoints.takeDue();
    due.forEach(Stream::checkpoint);
    return !checkpoints.isEmpty();
  }

  private void drain() {
    draining = true;
    checkpoints.all().forEach(Stream::wake);
  }

  /** Whether streams are to end, to be opened again elsewhere or later. */
  boolean isDraining() {
    return draining;
  }

  /** The channels that are shown. */
  int channels() {
    return channels.size();
  }
}
