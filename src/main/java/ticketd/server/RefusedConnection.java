package ticketd.server;

import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * A connection over the limit: it is told so in the language that its first bytes are in, or in
 * lines where they do not come in time, and is closed. What its peer still sends is taken in for a
 * while, lest a reset overtake the reply.
 */
final class RefusedConnection extends GraphStage<FlowShape<ByteString, ByteString>> {
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final String WAIT = "wait";

  private final Inlet<ByteString> in = Inlet.create("RefusedConnection.in");
  private final Outlet<ByteString> out = Outlet.create("RefusedConnection.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final Duration wait;
  private final Farewell farewell;
  private final Runnable over;

  /**
   * @param wait for the first bytes
   * @param over runs when the connection is closed
   */
  RefusedConnection(Duration wait, Farewell farewell, Runnable over) {
    this.wait = wait;
    this.farewell = farewell;
    this.over = over;
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
    private ByteString first = ByteString.emptyByteString();
    private ByteString answer = ByteString.emptyByteString();

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              ByteString bytes = grab(in);
              if (answer.isEmpty()) {
                look(first.concat(bytes));
              }
              pull(in);
            }

            @Override
            public void onUpstreamFinish() {
              answer(farewell.lines());
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              write();
            }
          });
    }

    @Override
    public void preStart() {
      pull(in);
      scheduleOnce(WAIT, wait);
    }

    @Override
    public void postStop() {
      over.run();
    }

    private void look(ByteString bytes) {
      FirstBytes kind = FirstBytes.of(bytes);
      if (kind == FirstBytes.OPEN) {
        first = bytes;
      } else {
        answer(farewell.to(kind));
      }
    }

    /** Answers, unless it did. */
    private void answer(ByteString bytes) {
      if (answer.isEmpty()) {
        answer = bytes;
        scheduleOnce(WAIT, LINGER);
        if (isAvailable(out)) {
          write();
        }
      } else if (isClosed(out)) {
        completeStage();
      }
    }

    private void write() {
      if (!answer.isEmpty()) {
        push(out, answer);
        complete(out);
        if (isClosed(in)) {
          completeStage();
        }
      }
    }

    @Override
    public void onTimer(Object key) {
      if (answer.isEmpty()) {
        answer(farewell.lines());
      } else {
        completeStage();
      }
    }
  }
}
