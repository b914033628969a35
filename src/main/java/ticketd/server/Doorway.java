package ticketd.server;

import java.util.Optional;
import java.util.function.Consumer;
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
import ticketd.door.Door;
import ticketd.session.ConnectionState;

/**
 * Between a peer and the doors: by its first bytes a connection goes to the one or the other, for
 * ever. Until they are known it is one of lines, whose door gets them as they come, so that what is
 * late, drained or in vain is answered there; where they turn out to be something else, no line was
 * whole, and that stream is cut off and another one begins with the same bytes. Behind TLS stands
 * another one of these, which sees the bytes that were decrypted.
 */
final class Doorway extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private final Inlet<ByteString> fromPeer = Inlet.create("Doorway.fromPeer");
  private final Outlet<ByteString> toLines = Outlet.create("Doorway.toLines");
  private final Inlet<ByteString> fromLines = Inlet.create("Doorway.fromLines");
  private final Outlet<ByteString> toPeer = Outlet.create("Doorway.toPeer");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(fromPeer, toLines, fromLines, toPeer);
  private final ConnectionState lines;
  private final Optional<Fork> fork;
  private final Consumer<Door> speaks;
  private final Runnable over;

  /**
   * @param lines of the stream of lines
   * @param fork empty where all are lines
   * @param speaks told what is spoken, once that is known here
   * @param over runs when both sides are closed
   */
  Doorway(ConnectionState lines, Optional<Fork> fork, Consumer<Door> speaks, Runnable over) {
    this.lines = lines;
    this.fork = fork;
    this.speaks = speaks;
    this.over = over;
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
          fork.isEmpty()
              ? new FromPeer()
              : new FromPeer() {
                @Override
                public void onPush() {
                  look(fork.get(), grab(fromPeer));
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
      if (fork.isEmpty()) {
        speaks.accept(Door.LINES);
      }
    }

    @Override
    public void postStop() {
      over.run();
    }

    private void look(Fork at, ByteString bytes) {
      ByteString known = first.concat(bytes);
      Fork.Turn turn = at.turn(known);
      if (turn == Fork.Stay.UNDECIDED) {
        first = known;
      } else {
        first = ByteString.emptyByteString();
        if (turn instanceof Fork.Away away && lines.abandon()) {
          away.speaks().ifPresent(speaks);
          turn(known, away.flow().get());
          return;
        }
        speaks.accept(Door.LINES);
        setHandler(fromPeer, new FromPeer());
      }
      push(toLines, bytes);
    }

    private void turn(ByteString begun, Flow<ByteString, ByteString, NotUsed> elsewhere) {
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
      ToOther requests = new ToOther(begun);
      setHandler(fromPeer, requests);
      replies.setHandler(new FromOther(replies));
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
          .via(elsewhere)
          .runWith(replies.sink(), subFusingMaterializer());
      if (isAvailable(toPeer)) {
        replies.pull();
      }
    }

    /** What a peer sends goes to another flow, behind what it began with. */
    private final class ToOther extends AbstractInHandler {
      private final SubSourceOutlet<ByteString> requests =
          new SubSourceOutlet<>("Doorway.requests");
      private ByteString begun;

      ToOther(ByteString begun) {
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

    private final class FromOther extends AbstractInHandler {
      private final SubSinkInlet<ByteString> replies;

      FromOther(SubSinkInlet<ByteString> replies) {
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
