package ticketd.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;

/**
 * An {@code SSLEngine} as functions from bytes to bytes. Between two calls it holds no buffer, but
 * for the beginning of a record that is not yet whole and for what it owes the peer: an idle
 * connection takes little more than the engine itself. For one thread at a time.
 *
 * <p>After an exception what is {@link #takeOwed owed} ends with the alert that tells the peer why;
 * nothing can be received or sent any more.
 */
public final class TlsCodec {
  private static final byte[] NOTHING = {};
  private static final ByteBuffer NO_PLAIN = ByteBuffer.allocate(0);

  /** Records in a row without a byte of the peer's: each costs more than it says. */
  private static final int MOST_EMPTY = 32;

  private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(Room::new);

  private final SSLEngine engine;
  private boolean begun;
  private boolean open;
  private boolean peerClosed;
  private int emptyInARow;
  private byte[] rest = NOTHING;
  private byte[] owed = NOTHING;

  /** What is made of one call's bytes, for all codecs of a thread. */
  private static final class Room {
    private static final int FIRST = 160 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST);

    ByteBuffer atLeast(int more) {
      if (bytes.remaining() < more) {
        ByteBuffer larger = ByteBuffer.allocate(2 * (bytes.position() + more));
        bytes = larger.put(bytes.flip());
      }
      return bytes;
    }

    Room cleared() {
      bytes.clear();
      return this;
    }

    byte[] taken() {
      byte[] taken = Arrays.copyOf(bytes.array(), bytes.position());
      if (bytes.capacity() > FIRST) {
        bytes = ByteBuffer.allocate(FIRST);
      }
      return taken;
    }
  }

  /** Over a new engine, which nobody else uses. */
  public TlsCodec(SSLEngine engine) {
    this.engine = engine;
  }

  /** Whether the handshake is over, so that both sides may speak. */
  public boolean isOpen() {
    return open;
  }

  /** Whether the peer said that nothing comes any more. */
  public boolean peerHasClosed() {
    return peerClosed;
  }

  /** The protocol that both agreed to speak inside; empty for none. */
  public String protocol() {
    String protocol = engine.getApplicationProtocol();
    return protocol == null ? "" : protocol;
  }

  /** Bytes of a record that is not yet whole. */
  public int unfinished() {
    return rest.length;
  }

  /** Whether something is to be sent to the peer. */
  public boolean owes() {
    return owed.length > 0;
  }

  /** What is to be sent to the peer, and is owed no more. */
  public byte[] takeOwed() {
    byte[] taken = owed;
    owed = NOTHING;
    return taken;
  }

  /**
   * Goes on with the handshake by what came; it takes as long as its computations do. What comes
   * behind it is kept.
   *
   * @throws SSLException when it failed
   */
  public void handshake(byte[] received) throws SSLException {
    ByteBuffer in = withRest(received);
    try {
      if (!begun) {
        begun = true;
        engine.beginHandshake();
      }
      while (true) {
        switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> runTasks();
          case NEED_WRAP -> owe(wrapped(NO_PLAIN));
          case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
            SSLEngineResult.Status status = unwrap(in, ROOM.get().cleared()).getStatus();
            if (status == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
              keep(in);
              return;
            } else if (status == SSLEngineResult.Status.CLOSED) {
              throw new SSLProtocolException("closed by the peer during the handshake");
            }
          }
          default -> {
            open = true;
            keep(in);
            return;
          }
        }
      }
    } catch (SSLException e) {
      oweAlert();
      throw e;
    }
  }

  /**
   * What the peer says in what came.
   *
   * @throws SSLException when that is no TLS, or forged
   */
  public byte[] receive(byte[] received) throws SSLException {
    ByteBuffer in = withRest(received);
    Room plain = ROOM.get().cleared();
    try {
      while (in.hasRemaining() && !peerClosed) {
        SSLEngineResult result = unwrap(in, plain);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
          break;
        }
        peerClosed = result.getStatus() == SSLEngineResult.Status.CLOSED;
        emptyInARow = result.bytesProduced() > 0 ? 0 : emptyInARow + 1;
        if (emptyInARow > MOST_EMPTY) {
          engine.closeOutbound();
          throw new SSLProtocolException("too many records without data");
        }
      }
      keep(in);
    } catch (SSLException e) {
      oweAlert();
      throw e;
    }
    byte[] said = plain.taken();
    // The answer to a new key of the peer's; in the room it would overwrite what was said.
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
      owe(wrapped(NO_PLAIN));
    }
    return said;
  }

  /** Has these bytes sent: they are owed, encrypted. */
  public void send(byte[] plain) throws SSLException {
    owe(wrapped(ByteBuffer.wrap(plain)));
  }

  /** Says that nothing comes any more; the peer may go on. */
  public void close() throws SSLException {
    engine.closeOutbound();
    oweAlert();
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private SSLEngineResult unwrap(ByteBuffer in, Room plain) throws SSLException {
    SSLEngineResult result =
        engine.unwrap(in, plain.atLeast(engine.getSession().getApplicationBufferSize()));
    return result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW
        // The size that it had named was that of smaller records.
        ? engine.unwrap(in, plain.atLeast(engine.getSession().getApplicationBufferSize()))
        : result;
  }

  /** At least one record, all of {@code plain} unless the connection is closed. */
  private byte[] wrapped(ByteBuffer plain) throws SSLException {
    Room out = ROOM.get().cleared();
    SSLEngineResult.Status status;
    do {
      status =
          engine.wrap(plain, out.atLeast(engine.getSession().getPacketBufferSize())).getStatus();
    } while (plain.hasRemaining() && status != SSLEngineResult.Status.CLOSED);
    return out.taken();
  }

  private void oweAlert() throws SSLException {
    while (!engine.isOutboundDone() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      owe(wrapped(NO_PLAIN));
    }
  }

  private void owe(byte[] more) {
    if (owed.length == 0) {
      owed = more;
    } else {
      byte[] both = Arrays.copyOf(owed, owed.length + more.length);
      System.arraycopy(more, 0, both, owed.length, more.length);
      owed = both;
    }
  }

  private ByteBuffer withRest(byte[] received) {
    if (rest.length == 0) {
      return ByteBuffer.wrap(received);
    }
    byte[] both = Arrays.copyOf(rest, rest.length + received.length);
    System.arraycopy(received, 0, both, rest.length, received.length);
    rest = NOTHING;
    return ByteBuffer.wrap(both);
  }

  private void keep(ByteBuffer in) {
    rest = new byte[in.remaining()];
    in.get(rest);
  }
}
