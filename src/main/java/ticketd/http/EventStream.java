package ticketd.http;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import ticketd.desk.View;
import ticketd.door.Door;
import ticketd.door.Watchers;
import ticketd.wire.LineBuffer;
import ticketd.wire.WatchPosition;

/**
 * The bytes of one peer's stream. What it is for is told by its {@link EventPosition}; here is
 * when: as fast as the peer takes it, and what is due besides. Nothing is kept for a peer that
 * takes nothing.
 */
final class EventStream extends GraphStage<SourceShape<ByteString>> {
  private static final long LEAST_RETRY_MILLIS = 1_000;
  private static final long MOST_RETRY_MILLIS = 3_000;

  private final Outlet<ByteString> out = Outlet.create("events");
  private final SourceShape<ByteString> shape = SourceShape.of(out);
  private final EventHub hub;
  private final EventSubject subject;
  private final View view;
  private final WatchPosition from;
  private final boolean isReset;

  /** Whether its reader still may read it; what there is to be told of that, in any thread. */
  private final Right right;

  private volatile Optional<Logic> running = Optional.empty();
  private volatile boolean left;

  /**
   * A stream that begins behind {@code from}.
   *
   * @param isReset whether that is elsewhere than where it was asked to
   */
  EventStream(
      EventHub hub,
      EventSubject subject,
      View view,
      WatchPosition from,
      boolean isReset,
      Right right) {
    this.right = right;
    this.hub = hub;
    this.subject = subject;
    this.view = view;
    this.from = from;
    this.isReset = isReset;
  }

  /**
   * The peer has closed its side: the stream ends when everything up to now is shown, as a watch on
   * a line does. From any thread.
   */
  void leave() {
    left = true;
    running.ifPresent(Logic::wake);
  }

  @Override
  public SourceShape<ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new Logic();
  }

  /** Peers that were cut off together are not to come back together. */
  private static long retryMillis() {
    return ThreadLocalRandom.current().nextLong(LEAST_RETRY_MILLIS, MOST_RETRY_MILLIS + 1);
  }

  private static ByteString written(Consumer<LineBuffer> writer) {
    LineBuffer bytes = new LineBuffer();
    writer.accept(bytes);
    return EventFormat.bytes(bytes);
  }

  private final class Logic extends GraphStageLogic implements EventHub.Stream {
    private final AsyncCallback<Boolean> told = createAsyncCallback(this::onTold);
    private final AsyncCallback<ByteString> sliced = createAsyncCallback(this::onSliced);
    private Optional<EventPosition> position = Optional.empty();
    private volatile Optional<Watchers.Watcher> watcher = Optional.empty();
    private final Runnable look = this::look;
    private boolean isOpen;
    private boolean isReading;
    private boolean owesCheckpoint;

    private Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              Logic.this.onPull();
            }
          });
    }

    // From the hub, in any thread

    @Override
    public void wake() {
      told.invoke(false);
    }

    @Override
    public void checkpoint() {
      told.invoke(true);
    }

    @Override
    public void passed(long seq) {
      watcher.ifPresent(counted -> counted.passed(seq));
    }

    private void look() {
      if (!right.holds()) {
        told.invoke(false);
      }
    }

    // In the stream's

    @Override
    public void preStart() {
      EventChannel channel = hub.enter(subject, view, this);
      position = Optional.of(new EventPosition(channel, from.seq()));
      running = Optional.of(this);
      watcher = Optional.of(hub.watchers().begin(Door.HTTP, from.seq()));
      right.onLook(look);
    }

    @Override
    public void postStop() {
      position.ifPresent(at -> hub.leave(at.channel(), this));
      watcher.ifPresent(Watchers.Watcher::end);
      right.forget(look);
    }

    private void onTold(boolean isCheckpoint) {
      owesCheckpoint |= isCheckpoint;
      if (isAvailable(out) && !isReading) {
        goOn();
      }
    }

    private void onPull() {
      if (isOpen) {
        goOn();
        return;
      }
      isOpen = true;
      push(out, written(to -> subject.format().opening(to, from, isReset, retryMillis())));
    }

    /** The peer takes more. */
    private void goOn() {
      EventPosition at = position.orElseThrow();
      if (!right.holds()) {
        revoke();
      } else if (hub.isDraining() || isGone()) {
        leaveOff();
      } else if (at.failure().isPresent()) {
        failStage(at.failure().get());
      } else if (at.isBehind()) {
        read(at);
      } else {
        take(at);
      }
    }

    /** Whether the desk has begun another history: its peer learns that when it comes back. */
    private boolean isGone() {
      return view.generation() != from.generation();
    }

    private void leaveOff() {
      push(out, written(to -> subject.format().comeBack(to, retryMillis())));
      complete(out);
    }

    private void revoke() {
      push(out, written(subject.format()::revoked));
      complete(out);
    }

    private void take(EventPosition at) {
      ByteString next = at.take();
      if (next.nonEmpty() || owesCheckpoint) {
        show(at, next);
      } else if (at.failure().isPresent()) {
        failStage(at.failure().get());
      } else if (at.isBehind()) {
        read(at);
      } else if (left) {
        complete(out);
      } else if (!at.await(hub, this)) {
        take(at);
      }
    }

    /** The next slice of the store, on a scan thread; until then nobody else uses the position. */
    private void read(EventPosition at) {
      isReading = true;
      hub.scans().execute(() -> sliced.invoke(at.read()));
    }

    private void onSliced(ByteString read) {
      isReading = false;
      EventPosition at = position.orElseThrow();
      if (read.nonEmpty() || owesCheckpoint) {
        show(at, read);
      } else {
        goOn();
      }
    }

    private void show(EventPosition at, ByteString next) {
      // Who is known no more by now is known no more where these events are.
      if (!right.holds()) {
        revoke();
        return;
      } else if (isGone()) {
        leaveOff();
        return;
      }
      ByteString shown = next;
      if (owesCheckpoint) {
        owesCheckpoint = false;
        WatchPosition here = from.at(at.seq());
        shown = next.concat(written(to -> subject.format().checkpoint(to, here)));
      }
      passed(at.seq());
      push(out, shown);
    }
  }
}
