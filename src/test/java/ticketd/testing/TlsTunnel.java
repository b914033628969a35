package ticketd.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import ticketd.tls.Credentials;

/**
 * Passes plain connections on over TLS, the end of each side and a reset as what they are, so that
 * what holds in plain can be tested over TLS by the same tests.
 */
public final class TlsTunnel implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final SSLContext context;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TlsTunnel(ServerSocket listener, InetSocketAddress server, SSLContext context) {
    this.listener = listener;
    this.server = server;
    this.context = context;
  }

  /** To a server whose certificate is of this authority. */
  static TlsTunnel to(InetSocketAddress server, X509Certificate authority) {
    try {
      ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      TlsTunnel tunnel = new TlsTunnel(listener, server, trusting(authority));
      start(tunnel::accept);
      return tunnel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client's context that trusts one authority. */
  public static SSLContext trusting(X509Certificate authority) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, Credentials.trusting(List.of(authority)), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tunnel");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket plain = listener.accept();
        plain.setTcpNoDelay(true);
        open.add(plain);
        start(() -> pass(plain));
      }
    } catch (IOException e) {
      // It is closed.
      return;
    }
  }

  private void pass(Socket plain) {
    try {
      SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket();
      open.add(encrypted);
      encrypted.setTcpNoDelay(true);
      encrypted.connect(server);
      start(() -> pump(encrypted, plain));
      pump(plain, encrypted);
    } catch (IOException e) {
      close(plain);
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    try {
      open.remove(socket);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(this::close);
  }
}
