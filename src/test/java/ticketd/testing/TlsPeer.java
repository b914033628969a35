package ticketd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import ticketd.tls.TlsCodec;

/**
 * A client of TLS over a real socket that can do what no decent one does: send any bytes among the
 * records, or end without a word. For one thread.
 */
public final class TlsPeer implements AutoCloseable {
  private final Socket socket = new Socket();
  private final TlsCodec codec;
  private final StringBuilder said = new StringBuilder();

  private TlsPeer(SSLEngine engine, InetSocketAddress server) {
    engine.setUseClientMode(true);
    this.codec = new TlsCodec(engine);
    try {
      socket.connect(server);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connected, the handshake not begun; it asks for these protocols, in TLS 1.3. */
  public static TlsPeer connect(SSLContext context, InetSocketAddress server, String... protocols) {
    return connect(context, "TLSv1.3", server, protocols);
  }

  public static TlsPeer connect(
      SSLContext context, String version, InetSocketAddress server, String... protocols) {
    SSLEngine engine = context.createSSLEngine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
    return new TlsPeer(engine, server);
  }

  /**
   * To the end of the handshake on this side.
   *
   * @throws SSLException when it fails, by an alert for example
   */
  public TlsPeer handshake() throws SSLException {
    byte[] received = {};
    while (true) {
      try {
        codec.handshake(received);
      } finally {
        sendBytes(codec.takeOwed());
      }
      if (codec.isOpen()) {
        return this;
      }
      received = receive();
      if (received.length == 0) {
        throw new SSLException("the connection ended during the handshake");
      }
    }
  }

  /** The first flight alone, not sent. */
  public byte[] hello() throws SSLException {
    codec.handshake(new byte[0]);
    return codec.takeOwed();
  }

  public TlsPeer send(String text) throws SSLException {
    codec.send(text.getBytes(StandardCharsets.UTF_8));
    return sendBytes(codec.takeOwed());
  }

  /** Sends bytes that are no record, or not one of this connection. */
  public TlsPeer sendBytes(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing comes any more; the TCP connection stays as it is. */
  public TlsPeer closeNotify() throws SSLException {
    codec.close();
    return sendBytes(codec.takeOwed());
  }

  /** Closes the sending side of the TCP connection, whatever was said in TLS. */
  public TlsPeer fin() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line, without its LF. */
  public String line() throws SSLException {
    while (said.indexOf("\n") < 0) {
      if (!readOn()) {
        throw new AssertionError("the connection ended after " + said);
      }
    }
    int end = said.indexOf("\n");
    String line = said.substring(0, end);
    said.delete(0, end + 1);
    return line;
  }

  /**
   * Everything up to the server's {@code close_notify}.
   *
   * @throws SSLException when it ends by an alert, or without one
   */
  public String rest() throws SSLException {
    while (!codec.peerHasClosed()) {
      if (!readOn()) {
        throw new SSLException("no close_notify behind " + said);
      }
    }
    return said.toString();
  }

  /** What comes as it is, up to the end of the TCP connection. */
  public byte[] bytesToTheEnd() {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean readOn() throws SSLException {
    byte[] received = receive();
    said.append(new String(codec.receive(received), StandardCharsets.UTF_8));
    return received.length > 0;
  }

  private byte[] receive() {
    try {
      byte[] buffer = new byte[32 * 1024];
      int n = socket.getInputStream().read(buffer);
      return n < 0 ? new byte[0] : Arrays.copyOf(buffer, n);
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
