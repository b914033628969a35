package ticketd.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import ticketd.door.Connections;
import ticketd.door.PeerLimits;
import ticketd.door.Source;
import ticketd.door.Strangers;
import ticketd.door.UnfinishedRequests;
import ticketd.wire.ErrorCode;

/**
 * Stands ahead of the framing and passes on whole lines only: framing drops complete lines that
 * share a read with an over-long one and would run, or fail on, an unterminated last line. Where
 * the connection must end (a line too long, a time-out, a drain, TLS) it puts a {@link Marker}
 * behind the lines it passed and drops everything after it.
 */
final class LineGuard extends GraphStage<FlowShape<ByteString, ByteString>> {
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final int SMALLEST_BUFFER = 256;
  private static final String TIMER = "deadline";

  /** From the connection on, until somebody has signed in. */
  private static final Duration STRANGERS_TIME = Duration.ofSeconds(30);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Inlet<ByteString> in = Inlet.create("LineGuard.in");
  private final Outlet<ByteString> out = Outlet.create("LineGuard.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final PeerLimits limits;
  private final UnfinishedRequests unfinished;
  private final ConnectionState state;
  private final Connections connections;
  private final Optional<Strangers> strangers;
  private final Source source;

  /** {@code strangers} are there where somebody must sign in. */
  LineGuard(
      PeerLimits limits,
      UnfinishedRequests unfinished,
      ConnectionState state,
      Connections connections,
      Optional<Strangers> strangers,
      Source source) {
    this.strangers = strangers;
    this.source = source;
    this.limits = limits;
    this.unfinished = unfinished;
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
    private final long started = limits.ticker().nanos();
    private byte[] partial = new byte[0];
    private int partialLength;
    private long reserved;
    private long partialSince;

    /** When the last bytes came; until the next are asked for, no peer is late with its line. */
    private long receivedAt;

    private long lastLine = started;
    private boolean firstByteSeen;
    private boolean firstRequestSeen;
    private boolean ended;
    private ByteString waiting = ByteString.emptyByteString();
    private long timerDeadline;
    private final Consumer<ErrorCode> ending;

    Logic() {
      super(shape);
      AsyncCallback<ErrorCode> callback =
          createAsyncCallback(
              code -> {
                end(code);
                pushWaiting();
              });
      ending = callback::invoke;
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              receivedAt = limits.ticker().nanos();
              state.receivedAt(receivedAt);
              take(grab(in));
              pushWaiting();
            }

            @Override
            public void onUpstreamFinish() {
              if (waiting.isEmpty()) {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pushWaiting();
            }
          });
    }

    @Override
    public void preStart() {
      connections.receiving(ending);
      strangers.ifPresent(
          among -> {
            state.strange(() -> among.left(source, ending));
            among.came(source, ending);
          });
      schedule();
    }

    @Override
    public void postStop() {
      connections.receivedAll(ending);
      strangers.ifPresent(among -> among.left(source, ending));
      unfinished.release(reserved);
    }

    private void pushWaiting() {
      if (!isAvailable(out)) {
        return;
      }
      if (!waiting.isEmpty()) {
        ByteString lines = waiting;
        waiting = ByteString.emptyByteString();
        push(out, lines);
        if (isClosed(in)) {
          completeStage();
        }
      } else if (!isClosed(in) && !hasBeenPulled(in)) {
        readOn();
      }
    }

    private void readOn() {
      pull(in);
      if (partialLength > 0) {
        partialSince += limits.ticker().nanos() - receivedAt;
        schedule();
      }
    }

    private void take(ByteString chunk) {
      if (ended || chunk.isEmpty()) {
        return;
      }
      byte[] bytes = chunk.toArrayUnsafe();
      if (!firstByteSeen) {
        firstByteSeen = true;
        if (bytes[0] == TLS_HANDSHAKE) {
          end(ErrorCode.NOT_THIS_PROTOCOL);
          return;
        }
      }
      int afterLast = lastLineFeed(bytes) + 1;
      if (afterLast == 0) {
        keep(bytes, 0);
        return;
      }
      if (partialLength + afterLast > limits.maxLine() && !areWithinLimit(bytes, afterLast)) {
        return;
      }
      passOn(bytes, afterLast);
      keep(bytes, afterLast);
    }

    /**
     * Passes on what the partial line and {@code bytes} up to {@code end} hold: whole lines.
     * Several go between markers, so that they are answered together.
     */
    private void passOn(byte[] bytes, int end) {
      int margin = isOneLine(bytes, end) ? 0 : Marker.length();
      int length = partialLength + end;
      byte[] lines = new byte[margin + length + margin];
      System.arraycopy(partial, 0, lines, margin, partialLength);
      System.arraycopy(bytes, 0, lines, margin + partialLength, end);
      if (partialLength > 0) {
        dropPartial();
      }
      lastLine = limits.ticker().nanos();
      if (!firstRequestSeen) {
        firstRequestSeen = !isBlank(lines, margin, margin + length);
      }
      if (margin > 0) {
        Marker.around(lines);
      }
      waiting = waiting.concat(ByteString.fromArrayUnsafe(lines));
    }

    /** Looks for an over-long line; passes on what comes before it, and ends there. */
    private boolean areWithinLimit(byte[] bytes, int end) {
      int lineStart = -partialLength;
      for (int i = 0; i < end; i++) {
        if (bytes[i] == '\n') {
          int length = i - lineStart;
          if (length > limits.maxLine()
              && !(length == limits.maxLine() + 1 && endsInReturn(bytes, i))) {
            if (lineStart >= 0) {
              passOn(bytes, lineStart);
            }
            end(ErrorCode.LINE_TOO_LONG);
            return false;
          }
          lineStart = i + 1;
        }
      }
      return true;
    }

    /** Whether CR stands before {@code end}, perhaps as the last byte of the partial line. */
    private boolean endsInReturn(byte[] bytes, int end) {
      return (end > 0 ? bytes[end - 1] : partial[partialLength - 1]) == '\r';
    }

    private void keep(byte[] bytes, int from) {
      int more = bytes.length - from;
      if (more == 0) {
        return;
      }
      if (partialLength == 0) {
        partialSince = limits.ticker().nanos();
      }
      int length = partialLength + more;
      boolean tooLong =
          length > longest() + 1 || (length == longest() + 1 && bytes[bytes.length - 1] != '\r');
      if (tooLong || !makeRoom(length)) {
        end(ErrorCode.LINE_TOO_LONG);
        return;
      }
      System.arraycopy(bytes, from, partial, partialLength, more);
      partialLength = length;
    }

    /**
     * Bytes that an unfinished line may have. While something is being answered, that may be what
     * makes its peer known: the session then measures the line when its turn comes.
     */
    private int longest() {
      return state.isStranger() && !state.isBusy()
          ? Math.min(limits.maxLine(), ConnectionState.STRANGERS_LINE)
          : limits.maxLine();
    }

    private boolean makeRoom(int length) {
      if (length <= partial.length) {
        return true;
      }
      int capacity = Math.max(length, Math.max(SMALLEST_BUFFER, partial.length * 2));
      if (!unfinished.reserve(capacity - partial.length)) {
        return false;
      }
      reserved += capacity - partial.length;
      partial = Arrays.copyOf(partial, capacity);
      return true;
    }

    private void dropPartial() {
      unfinished.release(reserved);
      reserved = 0;
      partial = new byte[0];
      partialLength = 0;
    }

    private void end(ErrorCode code) {
      if (!ended) {
        ended = true;
        state.ended();
        dropPartial();
        cancelTimer(TIMER);
        waiting = waiting.concat(Marker.closing(code));
      }
    }

    // One timer a connection, set for the nearest deadline: cheap for thousands of idle ones.

    private void schedule() {
      long deadline = nearestDeadline();
      if (!ended && (!isTimerActive(TIMER) || deadline - timerDeadline < 0)) {
        timerDeadline = deadline;
        scheduleOnce(TIMER, Duration.ofNanos(Math.max(1, deadline - limits.ticker().nanos())));
      }
    }

    @Override
    public void onTimer(Object key) {
      long now = limits.ticker().nanos();
      if (state.isWatching() || state.isBusy()) {
        lastLine = now;
      }
      if (now - nearestDeadline() >= 0) {
        end(ErrorCode.IDLE);
        pushWaiting();
      } else {
        schedule();
      }
    }

    private long nearestDeadline() {
      long deadline = lastLine + limits.idle().toNanos();
      if (!firstRequestSeen) {
        deadline = earlier(deadline, started + limits.firstRequest().toNanos());
      }
      if (state.isStranger()) {
        // Who is being looked at has a little longer.
        long latest = started + STRANGERS_TIME.toNanos();
        long soon = limits.ticker().nanos() + SOON.toNanos();
        deadline = earlier(deadline, state.isBusy() && latest - soon < 0 ? soon : latest);
      }
      if (partialLength > 0 && hasBeenPulled(in)) {
        deadline = earlier(deadline, partialSince + limits.line().toNanos());
      }
      return deadline;
    }
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  private static int lastLineFeed(byte[] bytes) {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '\n') {
      i--;
    }
    return i;
  }

  /** Whether the only LF of {@code bytes} before {@code end} is the last byte. */
  private static boolean isOneLine(byte[] bytes, int end) {
    int i = 0;
    while (bytes[i] != '\n') {
      i++;
    }
    return i == end - 1;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }
}
