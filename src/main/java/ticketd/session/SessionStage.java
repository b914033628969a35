package ticketd.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.GraphStageLogic.StageActor;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import scala.runtime.BoxedUnit;

/**
 * Between a connection's lines and its session actor: one question is out at a time, each is
 * answered by one {@link Output}, and the next is asked only when that output was passed on. So
 * order and back-pressure hold from the peer's receive window to the scan that feeds it, without a
 * queue.
 */
final class SessionStage extends GraphStage<FlowShape<ByteString, ByteString>> {
  /** Lines of one read are handed to the session when they are this long, others to follow. */
  private static final int ENOUGH_BYTES = 64 * 1024;

  private static final int LINE_OVERHEAD = 32;
  private static final String STALL = "stall";
  private static final String LINGER = "linger";

  private final Inlet<ByteString> in = Inlet.create("SessionStage.in");
  private final Outlet<ByteString> out = Outlet.create("SessionStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final ActorRef<SessionSupervisor.Open> sessions;
  private final SessionSupervisor.Peer peer;
  private final LineLimits limits;
  private final ConnectionState state;
  private final Connections connections;

  SessionStage(
      ActorRef<SessionSupervisor.Open> sessions,
      SessionSupervisor.Peer peer,
      LineLimits limits,
      ConnectionState state,
      Connections connections) {
    this.sessions = sessions;
    this.peer = peer;
    this.limits = limits;
    this.state = state;
    this.connections = connections;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private StageActor self;
    private ActorRef<SessionMessage> session;
    private boolean asked = true;
    private boolean wake;
    private boolean eventsAreNext;
    private List<ByteString> lines = new ArrayList<>();
    private int linesBytes;

    /** Whether {@link #lines} are all of a read, or enough of it. */
    private boolean linesAreComplete;

    /** Between the markers of a read. */
    private boolean inRead;

    private boolean finished;
    private boolean closing;
    private boolean lost = true;
    private ByteString pending = ByteString.emptyByteString();
    private Output.Then then = Output.Then.READ;
    private long writtenSince;

    @SuppressWarnings("NullAway.Init") // self and session: set in preStart and by the first answer
    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              ByteString line = grab(in);
              if (closing) {
                pull(in);
              } else {
                take(line);
              }
            }

            @Override
            public void onUpstreamFinish() {
              finished = true;
              linesAreComplete = !lines.isEmpty();
              if (closing) {
                completeStage();
              } else {
                goOn();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              writtenSince = 0;
              pushPending();
              goOn();
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              if (!closing) {
                cancelStage(cause);
              }
            }
          });
    }

    @Override
    public void preStart() {
      self =
          getStageActor(
              received -> {
                onMessage(received._2());
                return BoxedUnit.UNIT;
              });
      pull(in);
      sessions.tell(new SessionSupervisor.Open(Adapter.toTyped(self.ref()), peer, state));
    }

    @Override
    public void postStop() {
      connections.ended();
      if (session != null) {
        session.tell(new SessionMessage.Closed(lost));
      }
    }

    private void take(ByteString line) {
      if (Marker.isBegin(line)) {
        inRead = true;
      } else if (Marker.isEnd(line)) {
        inRead = false;
      } else {
        lines.add(line);
        linesBytes += line.size() + LINE_OVERHEAD;
      }
      if (inRead && linesBytes < ENOUGH_BYTES) {
        pull(in);
      } else {
        linesAreComplete = !lines.isEmpty();
        goOn();
      }
    }

    private void onMessage(Object message) {
      if (message instanceof Output.Opened opened) {
        session = opened.session();
        self.watch(Adapter.toClassic(session));
        asked = false;
        goOn();
      } else if (message instanceof Output.Bytes output) {
        asked = false;
        pending = output.bytes();
        then = output.then();
        pushPending();
        goOn();
      } else if (message instanceof Output.Wake) {
        wake = true;
        goOn();
      } else if (message instanceof Terminated) {
        failStage(new IllegalStateException("the session of " + peer.name() + " failed"));
      } else {
        throw new IllegalArgumentException("unexpected: " + message);
      }
    }

    private void pushPending() {
      if (!pending.isEmpty() && isAvailable(out)) {
        push(out, pending);
        pending = ByteString.emptyByteString();
        writtenSince = System.nanoTime();
        if (!isTimerActive(STALL)) {
          scheduleOnce(STALL, limits.stall());
        }
      }
    }

    /** Asks the next question, when there is one and the last answer was passed on. */
    private void goOn() {
      if (asked || closing || !pending.isEmpty()) {
        return;
      }
      switch (then) {
        case CONTINUE -> ask(SessionMessage.Next.INSTANCE);
        case CLOSE -> {
          if (allIsWritten()) {
            close();
          }
        }
        case MORE_EVENTS -> {
          wake = true;
          then = Output.Then.READ;
          read();
        }
        case READ -> read();
      }
    }

    /**
     * Whether the connection asked for more since the last bytes were passed on: all before them is
     * with the kernel, and what ends the process may end it now.
     */
    private boolean allIsWritten() {
      return isAvailable(out);
    }

    /**
     * Lines and events take turns, so that neither can hold up the other. While lines are being
     * answered none are asked for: what the peer sends meanwhile comes in one read after that,
     * which most often finds it there without a wait for the selector.
     */
    private void read() {
      if (linesAreComplete && !(wake && eventsAreNext)) {
        List<ByteString> next = lines;
        lines = new ArrayList<>();
        linesBytes = 0;
        linesAreComplete = false;
        eventsAreNext = true;
        ask(new SessionMessage.Lines(next));
        if (next.size() > 1) {
          return;
        }
      } else if (wake) {
        wake = false;
        eventsAreNext = false;
        ask(SessionMessage.Next.INSTANCE);
      } else if (finished) {
        if (allIsWritten()) {
          lost = false;
          completeStage();
        }
      } else {
        state.busy(writtenSince != 0);
      }
      if (!finished && !linesAreComplete && !hasBeenPulled(in)) {
        pull(in);
      }
    }

    private void ask(SessionMessage question) {
      asked = true;
      state.busy(true);
      session.tell(question);
    }

    /** Sends FIN; then takes in what the peer still sends, lest a reset overtake the last reply. */
    private void close() {
      closing = true;
      lost = false;
      complete(out);
      if (finished) {
        completeStage();
        return;
      }
      if (!hasBeenPulled(in)) {
        pull(in);
      }
      scheduleOnce(LINGER, limits.linger());
    }

    @Override
    public void onTimer(Object key) {
      if (key.equals(LINGER)) {
        completeStage();
      } else if (writtenSince != 0) {
        long left = writtenSince + limits.stall().toNanos() - System.nanoTime();
        if (left <= 0) {
          failStage(new IllegalStateException(peer.name() + " takes nothing"));
        } else {
          scheduleOnce(STALL, Duration.ofNanos(left));
        }
      }
    }
  }
}
