package ticketd.server;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Graph;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import ticketd.door.Connections;
import ticketd.door.Door;
import ticketd.session.ConnectionState;

/**
 * Between a peer and the doors: by its first bytes a connection goes to the one or the other, for
 * ever. Until they are known it is one of lines, whose door gets them as they come, so that what is
 * late, drained or in vain is answered there; where they turn out to be HTTP, no line was whole,
 * and that stream is cut off and another one begins with the same bytes.
 *
 * <p>Gives the connection's slot back when both sides are closed.
 */
final class Doorway extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private final Inlet<ByteString> fromPeer = Inlet.create("Doorway.fromPeer");
  private final Outlet<ByteString> toLines = Outlet.create("Doorway.toLines");
  private final Inlet<ByteString> fromLines = Inlet.create("Doorway.fromLines");
  private final Outlet<ByteString> toPeer = Outlet.create("Doorway.toPeer");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(fromPeer, toLines, fromLines, toPeer);
  private final ConnectionState lines;
  private final Optional<Supplier<Flow<ByteString, ByteString, NotUsed>>> http;
  private final Connections.Slot slot;

  /**
   * @param lines of the stream of lines
   * @param http asked for once, where the connection is HTTP; empty where all are lines
   */
  Doorway(
      ConnectionState lines,
      Optional<Supplier<Flow<ByteString, ByteString, NotUsed>>> http,
      Connections.Slot slot) {
    this.lines = lines;
    this.http = http;
    this.slot = slot;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    /** What came while it could be the beginning of HTTP; the line door has it too. */
    private ByteString first = ByteString.emptyByteString();

    Logic() {
      super(shape);
      setHandler(
          fromPeer,
          http.isEmpty()
              ? new FromPeer()
              : new FromPeer() {
                @Override
                public void onPush() {
                  look(grab(fromPeer));
                }
              });
      setHandler(
          toLines,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(fromPeer);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(fromPeer, cause);
            }
          });
      setHandler(
          fromLines,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              push(toPeer, grab(fromLines));
            }

            @Override
            public void onUpstreamFinish() {
              complete(toPeer);
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              fail(toPeer, failure);
            }
          });
      setHandler(
          toPeer,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(fromLines);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(fromLines, cause);
            }
          });
    }

    /** What a peer sends goes to the line door. */
    private class FromPeer extends AbstractInHandler {
      @Override
      public void onPush() {
        push(toLines, grab(fromPeer));
      }

      @Override
      public void onUpstreamFinish() {
        complete(toLines);
      }

      @Override
      public void onUpstreamFailure(Throwable failure) {
        fail(toLines, failure);
      }
    }

    @Override
    public void preStart() {
      if (http.isEmpty()) {
        slot.speaks(Door.LINES);
      }
    }

    @Override
    public void postStop() {
      slot.release();
    }

    private void look(ByteString bytes) {
      ByteString known = first.concat(bytes);
      FirstBytes verdict = FirstBytes.of(known);
      if (verdict == FirstBytes.OPEN) {
        first = known;
      } else {
        first = ByteString.emptyByteString();
        if (verdict == FirstBytes.HTTP && lines.abandon()) {
          turnToHttp(known);
          return;
        }
        slot.speaks(Door.LINES);
        setHandler(fromPeer, new FromPeer());
      }
      push(toLines, bytes);
    }

    private void turnToHttp(ByteString begun) {
      slot.speaks(Door.HTTP);
      SubSinkInlet<ByteString> replies = new SubSinkInlet<>("Doorway.replies");
      setHandler(
          toLines,
          new AbstractOutHandler() {
            @Override
            public void onPull() {}

            @Override
            public void onDownstreamFinish(Throwable cause) {}
          });
      complete(toLines);
      cancel(fromLines);
      ToHttp requests = new ToHttp(begun);
      setHandler(fromPeer, requests);
      replies.setHandler(new FromHttp(replies));
      setHandler(
          toPeer,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              replies.pull();
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              replies.cancel(cause);
            }
          });
      Source.fromGraph(requests.source())
          .via(http.orElseThrow().get())
          .runWith(replies.sink(), subFusingMaterializer());
      if (isAvailable(toPeer)) {
        replies.pull();
      }
    }

    /** What a peer sends goes to the HTTP door, behind what it began with. */
    private final class ToHttp extends AbstractInHandler {
      private final SubSourceOutlet<ByteString> requests =
          new SubSourceOutlet<>("Doorway.requests");
      private ByteString begun;

      ToHttp(ByteString begun) {
        this.begun = begun;
        requests.setHandler(
            new AbstractOutHandler() {
              @Override
              public void onPull() {
                readOn();
              }

              @Override
              public void onDownstreamFinish(Throwable cause) {
                cancel(fromPeer, cause);
              }
            });
      }

      Graph<SourceShape<ByteString>, NotUsed> source() {
        return requests.source();
      }

      private void readOn() {
        if (begun.isEmpty()) {
          pull(fromPeer);
          return;
        }
        requests.push(begun);
        begun = ByteString.emptyByteString();
        if (isClosed(fromPeer)) {
          requests.complete();
        }
      }

      @Override
      public void onPush() {
        requests.push(grab(fromPeer));
      }

      @Override
      public void onUpstreamFinish() {
        if (begun.isEmpty()) {
          requests.complete();
        }
      }

      @Override
      public void onUpstreamFailure(Throwable failure) {
        requests.fail(failure);
      }
    }

    private final class FromHttp extends AbstractInHandler {
      private final SubSinkInlet<ByteString> replies;

      FromHttp(SubSinkInlet<ByteString> replies) {
        this.replies = replies;
      }

      @Override
      public void onPush() {
        push(toPeer, replies.grab());
      }

      @Override
      public void onUpstreamFinish() {
        complete(toPeer);
      }

      @Override
      public void onUpstreamFailure(Throwable failure) {
        fail(toPeer, failure);
      }
    }
  }
}
