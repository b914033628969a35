package ticketd.server.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
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
import org.jspecify.annotations.Nullable;
import ticketd.door.PeerLimits;
import ticketd.door.UnfinishedRequests;
import ticketd.tls.TlsCodec;

/**
 * Between a peer that speaks TLS and the doors, which see plain bytes and every end as if there
 * were none:
 *
 * <ul>
 *   <li>{@code close_notify} of the peer, or its FIN, is the end of its side alone; what is owed is
 *       still sent, then ours. A FIN without {@code close_notify} cuts off no more than a peer may
 *       leave out itself, for no unfinished request is ever carried out.
 *   <li>What the doors write is asked for only when all before it was passed on, as it is without
 *       TLS: so they know what is with the kernel, and a slow reader slows them.
 *   <li>What breaks TLS is told by its alert, then the connection ends at once: the doors see it as
 *       lost.
 *   <li>Before the handshake is over the doors have nothing to say but that it took too long, or
 *       that the server ends: that is told by an alert, too.
 * </ul>
 *
 * The handshake is computed by {@code handshakes}, one step for each that comes; meanwhile nothing
 * is read.
 */
final class TlsStage extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final String END = "end";
  private static final byte[] NOTHING = {};

  private final Inlet<ByteString> fromPeer = Inlet.create("TlsStage.fromPeer");
  private final Outlet<ByteString> toDoor = Outlet.create("TlsStage.toDoor");
  private final Inlet<ByteString> fromDoor = Inlet.create("TlsStage.fromDoor");
  private final Outlet<ByteString> toPeer = Outlet.create("TlsStage.toPeer");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(fromPeer, toDoor, fromDoor, toPeer);
  private final TlsCodec codec;
  private final Executor handshakes;
  private final TlsMeter meter;
  private final UnfinishedRequests unfinished;
  private final PeerLimits limits;

  /** For one connection; nobody else uses {@code codec}, but to ask what was agreed on. */
  TlsStage(
      TlsCodec codec,
      Executor handshakes,
      TlsMeter meter,
      UnfinishedRequests unfinished,
      PeerLimits limits) {
    this.codec = codec;
    this.handshakes = handshakes;
    this.meter = meter;
    this.unfinished = unfinished;
    this.limits = limits;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private enum Phase {
    HANDSHAKE,
    /** A thread of {@code handshakes} has the codec. */
    COMPUTING,
    OPEN,
    /** Ours is the last word; what the peer still sends is dropped. */
    CLOSING
  }

  private final class Logic extends TimerGraphStageLogic {
    private Phase phase = Phase.HANDSHAKE;
    private ByteString pending = ByteString.emptyByteString();

    /** What the door said while the codec was away: its only word, the last. */
    private ByteString early = ByteString.emptyByteString();

    /** What came behind the handshake is still in the codec. */
    private boolean unread;

    /** The peer's key was renewed, and it has not taken the answer yet: until then it waits. */
    private boolean owesKey;

    private long reserved;
    private final AsyncCallback<Computed> computed = createAsyncCallback(this::onComputed);

    Logic() {
      super(shape);
      setHandler(
          fromPeer,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              onReceived(grab(fromPeer));
            }

            @Override
            public void onUpstreamFinish() {
              onEnd();
            }
          });
      setHandler(
          toDoor,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              if (unread) {
                unread = false;
                receive(NOTHING);
              } else {
                readOn();
              }
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(fromPeer, cause);
              if (isClosed(toPeer)) {
                completeStage();
              }
            }
          });
      setHandler(
          fromDoor,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              onSaid(grab(fromDoor));
            }

            @Override
            public void onUpstreamFinish() {
              close();
            }
          });
      setHandler(
          toPeer,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              write();
            }
          });
    }

    @Override
    public void preStart() {
      pull(fromPeer);
    }

    @Override
    public void postStop() {
      unfinished.release(reserved);
    }

    private void onReceived(ByteString bytes) {
      switch (phase) {
        case HANDSHAKE -> compute(bytes);
        case OPEN -> receive(bytes.toArrayUnsafe());
        case CLOSING -> pull(fromPeer);
        case COMPUTING -> throw new IllegalStateException("nothing was asked for");
      }
    }

    private void compute(ByteString bytes) {
      phase = Phase.COMPUTING;
      try {
        handshakes.execute(() -> computed.invoke(Computed.of(codec, bytes.toArrayUnsafe())));
      } catch (RejectedExecutionException e) {
        meter.dropped();
        phase = Phase.OPEN;
        close();
      }
    }

    private void onComputed(Computed step) {
      takeOwed();
      if (step.failure() != null) {
        meter.failed();
        end(step.failure());
      } else if (!codec.isOpen()) {
        phase = Phase.HANDSHAKE;
        if (isClosed(fromPeer)) {
          onEnd();
          return;
        }
        if (isClosed(fromDoor) || !early.isEmpty()) {
          close();
        } else {
          pull(fromPeer);
        }
      } else {
        meter.done();
        beOpen();
      }
      write();
    }

    private void beOpen() {
      phase = Phase.OPEN;
      if (!early.isEmpty()) {
        onSaid(early);
        early = ByteString.emptyByteString();
      }
      if (isClosed(fromDoor)) {
        close();
      } else if (isAvailable(toDoor)) {
        receive(NOTHING);
      } else {
        unread = true;
      }
    }

    /** Takes what came, and what came behind the handshake. */
    private void receive(byte[] bytes) {
      byte[] said;
      try {
        said = codec.receive(bytes);
      } catch (SSLException e) {
        end(e);
        write();
        return;
      }
      if (codec.owes()) {
        takeOwed();
        owesKey = true;
        write();
      }
      if (said.length > 0) {
        push(toDoor, ByteString.fromArrayUnsafe(said));
      }
      if (!isRoomFor(codec.unfinished())) {
        failStage(new SSLException("no room for what is unfinished"));
      } else if (codec.peerHasClosed() || isClosed(fromPeer)) {
        complete(toDoor);
      } else if (said.length == 0) {
        readOn();
      }
    }

    private boolean isRoomFor(int bytes) {
      if (bytes > reserved && !unfinished.reserve(bytes - reserved)) {
        return false;
      }
      unfinished.release(Math.max(0, reserved - bytes));
      reserved = bytes;
      return true;
    }

    private void readOn() {
      if (phase == Phase.OPEN
          && !owesKey
          && isAvailable(toDoor)
          && !isClosed(fromPeer)
          && !hasBeenPulled(fromPeer)) {
        pull(fromPeer);
      }
    }

    /** The peer's FIN. */
    private void onEnd() {
      switch (phase) {
        case HANDSHAKE -> {
          meter.failed();
          completeStage();
        }
        case OPEN -> {
          if (!unread) {
            complete(toDoor);
          }
        }
        case CLOSING -> finish();
        case COMPUTING -> {
          // What is being computed may be the last step, and hold requests behind it.
        }
      }
    }

    private void onSaid(ByteString bytes) {
      switch (phase) {
        case OPEN -> send(bytes);
        case COMPUTING -> early = bytes;
        case HANDSHAKE -> close();
        case CLOSING -> pull(fromDoor);
      }
    }

    private void send(ByteString bytes) {
      try {
        codec.send(bytes.toArrayUnsafe());
        takeOwed();
      } catch (SSLException e) {
        end(e);
      }
      write();
    }

    private void takeOwed() {
      pending = pending.concat(ByteString.fromArrayUnsafe(codec.takeOwed()));
    }

    private void write() {
      if (!isAvailable(toPeer)) {
        return;
      }
      if (!pending.isEmpty()) {
        push(toPeer, pending);
        pending = ByteString.emptyByteString();
      } else if (phase == Phase.CLOSING) {
        complete(toPeer);
        if (!isClosed(fromDoor) && !hasBeenPulled(fromDoor)) {
          pull(fromDoor);
        }
        finish();
      } else {
        if (owesKey) {
          owesKey = false;
          readOn();
        }
        if (!isClosed(fromDoor) && !hasBeenPulled(fromDoor)) {
          pull(fromDoor);
        }
      }
    }

    /** Says that nothing comes any more. */
    private void close() {
      if (phase == Phase.CLOSING || phase == Phase.COMPUTING) {
        return;
      }
      if (phase == Phase.HANDSHAKE) {
        meter.failed();
      }
      try {
        codec.close();
        takeOwed();
        beClosing();
        write();
      } catch (SSLException e) {
        failStage(e);
      }
    }

    /** Ends what is no TLS, or refused, behind the alert that says so. */
    private void end(SSLException failure) {
      takeOwed();
      beClosing();
      fail(toDoor, failure);
      cancel(fromDoor, failure);
    }

    private void beClosing() {
      phase = Phase.CLOSING;
      scheduleOnce(END, limits.stall());
      if (!isClosed(fromPeer) && !hasBeenPulled(fromPeer)) {
        pull(fromPeer);
      }
    }

    /** Both sides are closed, or soon will be; what the peer sends is taken in for a while. */
    private void finish() {
      if (isClosed(toPeer)) {
        if (isClosed(fromPeer)) {
          completeStage();
        } else {
          scheduleOnce(END, limits.linger());
        }
      }
    }

    @Override
    public void onTimer(Object key) {
      completeStage();
    }
  }

  /** What became of a step of the handshake. */
  private record Computed(@Nullable SSLException failure) {
    static Computed of(TlsCodec codec, byte[] received) {
      try {
        codec.handshake(received);
        return new Computed(null);
      } catch (SSLException e) {
        return new Computed(e);
      } catch (RuntimeException e) {
        // A provider's: left alone it would leave the connection waiting for ever.
        return new Computed(new SSLException(e));
      }
    }
  }
}
