package ticketd.session;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.GraphStageLogic.StageActor;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import scala.runtime.BoxedUnit;
import ticketd.door.Peer;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.Portions;
import ticketd.door.UnsentReplies;

/**
 * Between a connection's lines and its session actor: one question is out at a time, each is
 * answered by one {@link Output}, and the next is asked only when that output was passed on. So
 * order and back-pressure hold from the peer's receive window to the scan that feeds it, without a
 * queue. The session is there from the first line on: until then nobody knows whether the
 * connection is one of lines.
 */
final class SessionStage extends GraphStage<FlowShape<ByteString, ByteString>> {
  private static final String STALL = "stall";
  private static final String LINGER = "linger";

  private final Inlet<ByteString> in = Inlet.create("SessionStage.in");
  private final Outlet<ByteString> out = Outlet.create("SessionStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final ActorRef<SessionSupervisor.Open> sessions;
  private final Peer peer;
  private final PeerLimits limits;
  private final UnsentReplies unsent;
  private final ConnectionState state;
  private final PeerLog log;

  SessionStage(
      ActorRef<SessionSupervisor.Open> sessions,
      Peer peer,
      PeerLimits limits,
      UnsentReplies unsent,
      ConnectionState state,
      PeerLog log) {
    this.sessions = sessions;
    this.peer = peer;
    this.limits = limits;
    this.unsent = unsent;
    this.state = state;
    this.log = log;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private enum Phase {
    /** There is no session, nor anything to ask. */
    SILENT,
    /** The session owes an output, at first its being there. */
    ASKED,
    /** The session can be asked. */
    ANSWERED,
    /** Nothing is asked any more; what the peer still sends is dropped. */
    CLOSING
  }

  private final class Logic extends TimerGraphStageLogic {
    private final ReadLines lines = new ReadLines();
    private StageActor self;
    private ActorRef<SessionMessage> session;
    private Phase phase = Phase.SILENT;
    private boolean wake;
    private boolean eventsAreNext;
    private boolean lost = true;
    private boolean stalled;
    private final Portions pending;
    private Output.Then then = Output.Then.READ;
    private long writtenSince;

    @SuppressWarnings("NullAway.Init") // self and session: set in preStart and by the first answer
    Logic() {
      super(shape);
      AsyncCallback<Done> cut = createAsyncCallback(done -> stall());
      pending = new Portions(unsent, () -> cut.invoke(Done.getInstance()));
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              ByteString line = grab(in);
              if (phase == Phase.CLOSING) {
                pull(in);
              } else {
                take(line);
              }
            }

            @Override
            public void onUpstreamFinish() {
              lines.end();
              if (phase == Phase.CLOSING) {
                completeStage();
              } else if (phase == Phase.SILENT) {
                lost = false;
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
              pending.taken();
              pushPending();
              goOn();
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              if (phase != Phase.CLOSING) {
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
    }

    @Override
    public void postStop() {
      pending.drop();
      if (session != null) {
        session.tell(new SessionMessage.Closed(reason()));
      } else if (phase == Phase.SILENT && !state.isAbandoned()) {
        log.left(peer.name(), reason());
      }
    }

    private String reason() {
      return stalled ? PeerLog.STALLED : PeerLog.reason(lost);
    }

    private void take(ByteString line) {
      if (phase == Phase.SILENT) {
        phase = Phase.ASKED;
        sessions.tell(new SessionSupervisor.Open(Adapter.toTyped(self.ref()), peer, state));
      }
      lines.take(Marker.read(line));
      if (lines.areComplete()) {
        goOn();
      } else {
        pull(in);
      }
    }

    private void onMessage(Object message) {
      if (message instanceof Output.Opened opened) {
        session = opened.session();
        self.watch(Adapter.toClassic(session));
        phase = Phase.ANSWERED;
        goOn();
      } else if (message instanceof Output.Bytes output) {
        phase = Phase.ANSWERED;
        pending.take(output.bytes());
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
        push(out, pending.next());
        writtenSince = limits.ticker().nanos();
        if (!isTimerActive(STALL)) {
          scheduleOnce(STALL, limits.stall());
        }
      }
    }

    /** Asks the next question, when there is one and the last answer was passed on. */
    private void goOn() {
      if (phase != Phase.ANSWERED || !pending.isEmpty()) {
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
      if (lines.areComplete() && !(wake && eventsAreNext)) {
        SessionMessage.Lines next = lines.handOver(state.receivedAt());
        eventsAreNext = true;
        ask(next);
        if (next.lines().size() > 1) {
          return;
        }
      } else if (wake) {
        wake = false;
        eventsAreNext = false;
        ask(SessionMessage.Next.INSTANCE);
      } else if (isClosed(in)) {
        if (allIsWritten()) {
          lost = false;
          completeStage();
        }
      } else {
        state.busy(writtenSince != 0);
      }
      if (!isClosed(in) && !lines.areComplete() && !hasBeenPulled(in)) {
        pull(in);
      }
    }

    private void ask(SessionMessage question) {
      phase = Phase.ASKED;
      state.busy(true);
      session.tell(question);
    }

    /** Sends FIN; then takes in what the peer still sends, lest a reset overtake the last reply. */
    private void close() {
      phase = Phase.CLOSING;
      lost = false;
      complete(out);
      if (isClosed(in)) {
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
        long left = writtenSince + limits.stall().toNanos() - limits.ticker().nanos();
        if (left <= 0) {
          stall();
        } else {
          scheduleOnce(STALL, Duration.ofNanos(left));
        }
      }
    }

    private void stall() {
      stalled = true;
      failStage(new IllegalStateException(peer.name() + " takes nothing"));
    }
  }
}
