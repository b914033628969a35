package ticketd.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.Portions;
import ticketd.http.RequestHead.Malformed;
import ticketd.http.RequestReader.Found;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/**
 * Stands around the HTTP server's layer as the line door's guard and stage stand around a session:
 * only whole, well-formed requests get in, and where the connection must end (a malformed request,
 * a time-out, a drain) another request is put in the place of the one that is refused, which {@link
 * Turns} knows by its number. So what is owed is answered first, in order, and then why it ends;
 * nothing behind that is read for a request.
 *
 * <p>To end the connection it ends the requests: the layer then answers those that it has, the last
 * one with {@code Connection: close}, and ends the replies. What the peer still sends is taken in
 * for a while, lest a reset overtake the last reply.
 */
final class RequestGuard
    extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final String TIMER = "deadline";
  private static final String STALL = "stall";
  private static final String LINGER = "linger";
  private static final String QUIT = "quit";

  private final Inlet<ByteString> fromPeer = Inlet.create("RequestGuard.fromPeer");
  private final Outlet<ByteString> toLayer = Outlet.create("RequestGuard.toLayer");
  private final Inlet<ByteString> fromLayer = Inlet.create("RequestGuard.fromLayer");
  private final Outlet<ByteString> toPeer = Outlet.create("RequestGuard.toPeer");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(fromPeer, toLayer, fromLayer, toPeer);
  private final HttpEnvironment environment;
  private final PeerLimits limits;
  private final RequestRules rules;
  private final Peer peer;
  private final Turns turns;
  private final long started;

  /**
   * @param started when the connection was accepted, of the ticker's nanoseconds
   */
  RequestGuard(
      HttpEnvironment environment, RequestRules rules, Peer peer, Turns turns, long started) {
    this.environment = environment;
    this.limits = environment.limits();
    this.rules = rules;
    this.peer = peer;
    this.turns = turns;
    this.started = started;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final RequestReader reader = new RequestReader(rules, environment.unfinished());

    /** What goes to the layer next. */
    private ByteString ready = ByteString.emptyByteString();

    /** No more requests are read; behind what is ready, the layer gets nothing. */
    private boolean ended;

    /** It is being looked at who sends the request begun: no more of it is read meanwhile. */
    private boolean asking;

    private boolean draining;
    private boolean firstRequestSeen;

    /** When the head, or the body, that is being read began to come. */
    private long begun = started;

    /** When the connection was last of use. */
    private long used = started;

    private long timerDeadline;
    private long writtenSince;

    /** Why the connection is over, as far as somebody said. */
    private Optional<String> reason = Optional.empty();

    private boolean lost = true;
    private final Portions pending;
    private final Consumer<ErrorCode> ending;
    private final Consumer<Optional<Problem>> judging;

    Logic() {
      super(shape);
      AsyncCallback<ErrorCode> callback = createAsyncCallback(code -> drain());
      ending = callback::invoke;
      AsyncCallback<Optional<Problem>> judged = createAsyncCallback(this::onJudged);
      judging = judged::invoke;
      AsyncCallback<Done> cut = createAsyncCallback(done -> stall());
      pending =
          new Portions(environment.connections().unsent(), () -> cut.invoke(Done.getInstance()));
      setHandler(fromPeer, new FromPeer());
      setHandler(toLayer, new ToLayer());
      setHandler(fromLayer, new FromLayer());
      setHandler(toPeer, new ToPeer());
    }

    @Override
    public void preStart() {
      environment.connections().receiving(ending);
      pull(fromPeer);
      schedule();
    }

    @Override
    public void postStop() {
      environment.connections().receivedAll(ending);
      reader.drop();
      pending.drop();
      environment.log().left(peer.name(), reason.orElseGet(() -> PeerLog.reason(lost)));
    }

    // Requests

    private final class FromPeer extends AbstractInHandler {
      @Override
      public void onPush() {
        ByteString bytes = grab(fromPeer);
        if (ended) {
          pull(fromPeer);
          return;
        }
        if (!reader.isInside()) {
          begun = limits.ticker().nanos();
        }
        boolean wasInBody = reader.isInBody();
        try {
          reader.take(bytes);
        } catch (Malformed malformed) {
          refuse(malformed.problem());
        }
        goOn();
        if (reader.isInBody() && !wasInBody) {
          begun = limits.ticker().nanos();
        }
      }

      @Override
      public void onUpstreamFinish() {
        lost = false;
        turns.leave();
        if (isClosed(toPeer)) {
          completeStage();
        } else {
          goOn();
        }
      }
    }

    private final class ToLayer extends AbstractOutHandler {
      @Override
      public void onPull() {
        goOn();
      }

      /** The reply that is under way is the last one: somebody asked for that. */
      @Override
      public void onDownstreamFinish(Throwable cause) {
        if (!isClosed(fromPeer)) {
          reason = reason.or(() -> Optional.of(QUIT));
        }
        ended = true;
        reader.drop();
        readOn();
      }
    }

    /** Finds the next request where none is ready, passes on what is, and reads where none is. */
    private void goOn() {
      if (ready.isEmpty() && !ended) {
        look();
      }
      if (!ready.isEmpty() && isAvailable(toLayer)) {
        ByteString bytes = ready;
        ready = ByteString.emptyByteString();
        push(toLayer, bytes);
        if (!ended) {
          look();
        }
      }
      if (ready.isEmpty() && ended && !isClosed(toLayer)) {
        complete(toLayer);
      }
      if (ready.isEmpty() || ended) {
        readOn();
      }
    }

    private void readOn() {
      if (!asking && !isClosed(fromPeer) && !hasBeenPulled(fromPeer)) {
        pull(fromPeer);
      }
      schedule();
    }

    private void look() {
      if (asking) {
        return;
      }
      try {
        Found found = reader.next();
        if (found instanceof Found.Whole whole) {
          passOn(whole.bytes());
        } else if (found instanceof Found.Expecting expecting) {
          passOn(expecting.head());
        } else if (found instanceof Found.Body body) {
          ready = body.bytes();
        } else if (found instanceof Found.InQuestion) {
          ask();
        } else if (draining && reader.isInside()) {
          refuse(Problem.of(ErrorCode.SHUTTING_DOWN));
        } else if (isClosed(fromPeer) && reader.isExpecting()) {
          refuse(Problem.of(ErrorCode.BAD_REQUEST, Message.of(Text.BODY_BROKEN_OFF)));
        } else if (draining || isClosed(fromPeer)) {
          end();
        }
      } catch (Malformed malformed) {
        refuse(malformed.problem());
      }
    }

    /** Has it looked at who sends the request begun, which is most often known at once. */
    private void ask() {
      CompletionStage<Optional<Problem>> disproof = rules.disproof(reader.shown());
      CompletableFuture<Optional<Problem>> known = disproof.toCompletableFuture();
      if (known.isDone()) {
        reader.judge(known.join());
        look();
        return;
      }
      asking = true;
      disproof.whenComplete((why, failure) -> judging.accept(why));
    }

    private void onJudged(Optional<Problem> disproof) {
      asking = false;
      if (!ended) {
        reader.judge(disproof);
        begun = limits.ticker().nanos();
      }
      goOn();
    }

    private void passOn(ByteString request) {
      firstRequestSeen = true;
      ready = request;
      turns.passOn();
      used = limits.ticker().nanos();
      begun = used;
    }

    /** Answers the request begun with that, and no other. */
    private void refuse(Problem problem) {
      reason = Optional.of(problem.code().wireName());
      if (reader.isExpecting()) {
        ready = ready.concat(RequestReader.LAST_CHUNK);
      } else {
        ready = standIn();
        turns.passOn();
      }
      turns.refuse(problem);
      end();
    }

    /** A request whose answer has the shape and the language that the refused one asked for. */
    private ByteString standIn() {
      String method = reader.isHead() ? "HEAD" : "GET";
      String languages = reader.languages().map(it -> "Accept-Language: " + it + "\r\n").orElse("");
      return ByteString.fromString(
          method + " / HTTP/1.1\r\nHost: localhost\r\n" + languages + "\r\n",
          StandardCharsets.ISO_8859_1);
    }

    private void end() {
      ended = true;
      reader.drop();
      if (ready.isEmpty() && !isClosed(toLayer)) {
        complete(toLayer);
      }
    }

    private void drain() {
      if (!ended) {
        draining = true;
        reason = Optional.of(ErrorCode.SHUTTING_DOWN.wireName());
        goOn();
      }
    }

    // Replies

    private final class FromLayer extends AbstractInHandler {
      @Override
      public void onPush() {
        pending.take(grab(fromLayer));
        send();
      }

      @Override
      public void onUpstreamFinish() {
        if (pending.isEmpty()) {
          close();
        }
      }
    }

    private void send() {
      push(toPeer, pending.next());
      writtenSince = limits.ticker().nanos();
      if (!isTimerActive(STALL)) {
        scheduleOnce(STALL, limits.stall());
      }
      if (pending.isEmpty() && isClosed(fromLayer)) {
        close();
      }
    }

    private final class ToPeer extends AbstractOutHandler {
      @Override
      public void onPull() {
        writtenSince = 0;
        pending.taken();
        if (!pending.isEmpty()) {
          send();
        } else if (!isClosed(fromLayer)) {
          pull(fromLayer);
        }
      }
    }

    /** Sends FIN; then takes in what the peer still sends. */
    private void close() {
      ended = true;
      ready = ByteString.emptyByteString();
      reader.drop();
      lost = false;
      complete(toPeer);
      if (isClosed(fromPeer)) {
        completeStage();
        return;
      }
      readOn();
      scheduleOnce(LINGER, limits.linger());
    }

    // Deadlines: one timer a connection, set for the nearest, and those of a peer that takes
    // nothing.

    private void schedule() {
      long deadline = nearestDeadline();
      if (!ended && (!isTimerActive(TIMER) || deadline - timerDeadline < 0)) {
        timerDeadline = deadline;
        scheduleOnce(TIMER, Duration.ofNanos(Math.max(1, deadline - limits.ticker().nanos())));
      }
    }

    @Override
    public void onTimer(Object key) {
      switch ((String) key) {
        case LINGER -> completeStage();
        case STALL -> onStall();
        default -> onDeadline();
      }
    }

    private void onStall() {
      if (writtenSince == 0) {
        return;
      }
      long left = writtenSince + limits.stall().toNanos() - limits.ticker().nanos();
      if (left <= 0) {
        stall();
      } else {
        scheduleOnce(STALL, Duration.ofNanos(left));
      }
    }

    private void stall() {
      reason = Optional.of(PeerLog.STALLED);
      failStage(new IllegalStateException(peer.name() + " takes nothing"));
    }

    private void onDeadline() {
      if (ended) {
        return;
      }
      long now = limits.ticker().nanos();
      if (!ready.isEmpty() || isBusy()) {
        used = now;
        begun = now;
      }
      if (now - nearestDeadline() < 0) {
        schedule();
        return;
      }
      if (reader.isInside() || !firstRequestSeen) {
        refuse(new Problem(408, ErrorCode.IDLE, Message.of(Text.REQUEST_LATE)));
      } else {
        reason = Optional.of(ErrorCode.IDLE.wireName());
        end();
      }
      goOn();
    }

    /** Whether the peer waits for the server, or has not taken what it sent. */
    private boolean isBusy() {
      return asking || (turns.areOpen() && !reader.isExpecting()) || writtenSince != 0;
    }

    private long nearestDeadline() {
      long deadline = later(used, turns.answeredAt()) + limits.idle().toNanos();
      if (!firstRequestSeen) {
        deadline = earlier(deadline, started + limits.firstRequest().toNanos());
      }
      if (reader.isInside()) {
        deadline = earlier(deadline, later(begun, turns.answeredAt()) + limits.line().toNanos());
      }
      return deadline;
    }
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }
}
