package ticketd.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import ticketd.testing.Waiting;

/** A peer that sends what bytes it likes, over a real socket. For one thread. */
final class RawHttp implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  RawHttp(InetSocketAddress server) {
    this(server, 0);
  }

  /** One that the kernel takes so many bytes for until they are read; 0: as many as usual. */
  RawHttp(InetSocketAddress server, int window) {
    try {
      if (window > 0) {
        socket.setReceiveBufferSize(window);
      }
      socket.connect(server);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      in = new BufferedInputStream(socket.getInputStream(), 512);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawHttp send(String bytes) {
    return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawHttp send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the sending side. */
  RawHttp finish() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next reply, which must come. */
  Reply reply() {
    return reply(false);
  }

  /** The next reply, which has no body where it is one to HEAD. */
  Reply reply(boolean toHead) {
    try {
      Optional<Reply> reply = Reply.read(in, toHead);
      return reply.orElseThrow(() -> new AssertionError("the connection ended"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All further replies, up to the end of the connection. */
  List<Reply> replies() {
    try {
      return Reply.all(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything up to the end of the connection, each byte a character. */
  String rest() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many bytes, each a character. */
  String read(int bytes) {
    try {
      return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
