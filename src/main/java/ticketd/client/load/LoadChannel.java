package ticketd.client.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import ticketd.client.link.ServerAddress;
import ticketd.tls.TlsCodec;

/**
 * A connected channel that does not wait, over TLS where its server is called so. For one thread.
 */
final class LoadChannel {
  private static final int CAPACITY = 64 * 1024;

  private final SocketChannel channel;
  private final Optional<TlsCodec> codec;
  private final ByteBuffer received = ByteBuffer.allocate(CAPACITY);
  private ByteBuffer said = ByteBuffer.allocate(0);
  private ByteBuffer out = ByteBuffer.allocate(0);

  private LoadChannel(SocketChannel channel, Optional<TlsCodec> codec) {
    this.channel = channel;
    this.codec = codec;
  }

  /** Over a connected channel that still waits; a handshake is over when this returns. */
  static LoadChannel over(SocketChannel channel, ServerAddress address) throws IOException {
    LoadChannel load =
        new LoadChannel(channel, address.encryption().map(how -> how.codec(address)));
    if (load.codec.isPresent()) {
      load.handshake(load.codec.get());
    }
    channel.configureBlocking(false);
    return load;
  }

  private void handshake(TlsCodec codec) throws IOException {
    byte[] bytes = {};
    while (true) {
      try {
        codec.handshake(bytes);
      } finally {
        channel.write(ByteBuffer.wrap(codec.takeOwed()));
      }
      if (codec.isOpen()) {
        return;
      }
      bytes = receive().orElseThrow(() -> new IOException("the connection ended"));
    }
  }

  /** What came, nothing where nothing did; empty at the end. */
  private Optional<byte[]> receive() throws IOException {
    received.clear();
    return channel.read(received) < 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(received.array(), received.position()));
  }

  /** As a socket's: how many bytes came, 0 without any, -1 at the end. */
  int read(byte[] into, int at, int most) throws IOException {
    if (codec.isEmpty()) {
      return channel.read(ByteBuffer.wrap(into, at, most));
    }
    while (!said.hasRemaining()) {
      Optional<byte[]> bytes = receive();
      if (bytes.isEmpty() || codec.get().peerHasClosed()) {
        return -1;
      } else if (bytes.get().length == 0) {
        return 0;
      }
      said = ByteBuffer.wrap(codec.get().receive(bytes.get()));
      send(codec.get().takeOwed());
    }
    int length = Math.min(most, said.remaining());
    said.get(into, at, length);
    return length;
  }

  /** Whether bytes are at hand that were received already. */
  boolean hasMore() {
    return said.hasRemaining();
  }

  void write(byte[] bytes) throws IOException {
    if (codec.isEmpty()) {
      send(bytes);
    } else {
      codec.get().send(bytes);
      send(codec.get().takeOwed());
    }
  }

  private void send(byte[] bytes) throws IOException {
    if (out.hasRemaining()) {
      ByteBuffer both = ByteBuffer.allocate(out.remaining() + bytes.length);
      out = both.put(out).put(bytes).flip();
    } else {
      out = ByteBuffer.wrap(bytes);
    }
    flush();
  }

  void flush() throws IOException {
    channel.write(out);
  }

  /** Whether the socket did not take all that was written. */
  boolean owes() {
    return out.hasRemaining();
  }
}
