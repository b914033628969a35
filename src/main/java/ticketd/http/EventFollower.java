package ticketd.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import ticketd.desk.Desk;
import ticketd.desk.Feed;
import ticketd.desk.NewChanges;
import ticketd.desk.Watched;

/**
 * Follows the log for all streams of this process: it renders what is new into the channels that
 * somebody waits at, and only there, so that it goes as fast as the fastest peer of each channel
 * and not as fast as changes are filed.
 */
final class EventFollower extends AbstractBehavior<EventFollower.Message> {
  /** What the default dispatcher's thread may spend on it at once. */
  private static final long SLICE_NANOS = 300_000;

  private static final int SLICE_BYTES = 64 * 1024;

  /** What all channels hold together, about. */
  private static final long MOST_BYTES = 8 << 20;

  private static final Duration TICK = Duration.ofSeconds(1);

  /** What the follower is told. */
  sealed interface Message {}

  /** Somebody waits at the channel, where nobody did. */
  record Awaited(EventChannel channel) implements Message {}

  /** No stream shows the channel any more. */
  record Left(EventChannel channel) implements Message {}

  /** There are streams, where there were none. */
  record Opened() implements Message {}

  private record GoOn() implements Message {}

  private record Changed() implements Message {}

  private record Tick() implements Message {}

  private final EventHub hub;
  private final Desk desk;
  private final TimerScheduler<Message> timers;
  private final ActorRef<NewChanges> newChanges;
  private final Renderings renderings = new Renderings();
  private final Map<EventChannel, Feed> feeds = new HashMap<>();

  /** Those that somebody waits at, and that had come to the end of the log. */
  private final Set<EventChannel> atEnd = new LinkedHashSet<>();

  /** Those that somebody waits at, and that may have further to go. */
  private final Set<EventChannel> behind = new LinkedHashSet<>();

  private boolean goesOn;
  private boolean awaitsChange;

  private EventFollower(
      ActorContext<Message> context, TimerScheduler<Message> timers, EventHub hub, Desk desk) {
    super(context);
    this.hub = hub;
    this.desk = desk;
    this.timers = timers;
    this.newChanges = context.messageAdapter(NewChanges.class, message -> new Changed());
  }

  static Behavior<Message> create(EventHub hub, Desk desk) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new EventFollower(context, timers, hub, desk)));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Awaited.class, this::onAwaited)
        .onMessage(Left.class, this::onLeft)
        .onMessage(Changed.class, message -> onChanged())
        .onMessage(GoOn.class, message -> onGoOn())
        .onMessage(Opened.class, message -> onOpened())
        .onMessage(Tick.class, message -> onTick())
        .build();
  }

  private Behavior<Message> onAwaited(Awaited awaited) {
    atEnd.remove(awaited.channel());
    behind.add(awaited.channel());
    follow();
    return this;
  }

  private Behavior<Message> onLeft(Left left) {
    remove(left.channel());
    if (atEnd.isEmpty() && awaitsChange) {
      awaitsChange = false;
      desk.forget(newChanges);
    }
    return this;
  }

  private void remove(EventChannel channel) {
    feeds.remove(channel);
    atEnd.remove(channel);
    behind.remove(channel);
  }

  private Behavior<Message> onChanged() {
    awaitsChange = false;
    behind.addAll(atEnd);
    atEnd.clear();
    follow();
    return this;
  }

  private Behavior<Message> onGoOn() {
    goesOn = false;
    follow();
    return this;
  }

  // What is new

  private void follow() {
    long deadline = System.nanoTime() + SLICE_NANOS;
    for (EventChannel channel : new ArrayList<>(behind)) {
      try {
        follow(channel, deadline);
      } catch (RuntimeException e) {
        breakOff(channel, e);
      }
      if (System.nanoTime() - deadline >= 0) {
        break;
      }
    }
    if (!behind.isEmpty() && !goesOn) {
      // Behind what is in the mailbox of others by now.
      goesOn = true;
      getContext().getSelf().tell(new GoOn());
    }
    if (!atEnd.isEmpty() && !awaitsChange) {
      awaitsChange = true;
      desk.awaitChange(
          atEnd.stream().mapToLong(EventChannel::passed).min().orElseThrow(), newChanges);
    }
  }

  private void follow(EventChannel channel, long deadline) {
    Feed feed = feeds.computeIfAbsent(channel, unknown -> channel.feed(channel.passed()));
    Optional<Long> least = channel.leastAwaited();
    if (least.isEmpty()) {
      behind.remove(channel);
    } else if (least.get() > feed.seq()) {
      // Its streams went on by themselves while nobody waited: what they read is not needed.
      behind.remove(channel);
      feeds.put(channel, channel.feed(least.get()));
      channel.jump(least.get());
    } else {
      render(channel, feed, deadline);
    }
  }

  private void render(EventChannel channel, Feed feed, long deadline) {
    long mostBytes = MOST_BYTES / feeds.size();
    Slice slice = new Slice(channel.subject(), Math.min(SLICE_BYTES, mostBytes));
    boolean more;
    try {
      more = feed.advance(deadline, slice::take);
    } catch (RuntimeException e) {
      channel.append(slice.rendered, feed.seq(), mostBytes);
      throw e;
    }
    if (slice.rendered.isEmpty() && more) {
      return;
    }
    behind.remove(channel);
    if (slice.rendered.isEmpty()) {
      atEnd.add(channel);
    }
    channel.append(slice.rendered, feed.seq(), mostBytes);
  }

  /** Its streams end by it, each of which tells its peer that it did not end well. */
  private void breakOff(EventChannel channel, RuntimeException cause) {
    Faults.tell("a channel of events", cause);
    hub.discard(channel);
    remove(channel);
    channel.breakOff(cause);
  }

  /** What one turn appends to a channel. */
  private final class Slice {
    private final EventSubject subject;
    private final long mostBytes;
    private final List<EventChannel.Rendering> rendered = new ArrayList<>();
    private long bytes;

    Slice(EventSubject subject, long mostBytes) {
      this.subject = subject;
      this.mostBytes = mostBytes;
    }

    private boolean take(Watched change) {
      EventChannel.Rendering rendering =
          new EventChannel.Rendering(
              change.recorded().stamp().seq(), renderings.of(subject, change));
      rendered.add(rendering);
      bytes += rendering.bytes().size();
      return bytes < mostBytes;
    }
  }

  // Checkpoints

  private Behavior<Message> onOpened() {
    if (!timers.isTimerActive(Tick.class)) {
      timers.startTimerAtFixedRate(Tick.class, new Tick(), TICK);
    }
    return this;
  }

  private Behavior<Message> onTick() {
    if (!hub.checkpoint()) {
      timers.cancel(Tick.class);
    }
    return this;
  }
}
