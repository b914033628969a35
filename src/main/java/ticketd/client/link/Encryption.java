package ticketd.client.link;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import ticketd.tls.Credentials;
import ticketd.tls.TlsCodec;

/**
 * How a client makes sure of whom it talks to: the server's certificate must be of an authority
 * that is trusted and bear the name by which it was called. Nothing switches that off. Thread-safe.
 */
public final class Encryption {
  private static final String VERSION = "TLSv1.3";

  /** Compares names as RFC 2818 does for HTTP, addresses among them. */
  private static final String BY_NAME = "HTTPS";

  private final SSLContext context;

  private Encryption(KeyManager @Nullable [] own, TrustManager @Nullable [] trust) {
    try {
      context = SSLContext.getInstance(VERSION);
      context.init(own, trust, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK speaks " + VERSION, e);
    }
  }

  /**
   * With nothing to show, as most servers want it.
   *
   * @param authorities whom it trusts, and nobody else
   */
  public static Encryption trusting(List<X509Certificate> authorities) {
    return of(Optional.of(authorities), Optional.empty());
  }

  /**
   * Whom it trusts, and what it shows a server that lets in certificates of its authorities alone.
   *
   * @param authorities empty: those that this Java trusts
   * @param own empty: nothing
   */
  public static Encryption of(
      Optional<List<X509Certificate>> authorities, Optional<Credentials> own) {
    return new Encryption(
        own.map(Credentials::keyManagers).orElse(null),
        authorities.map(Credentials::trusting).orElse(null));
  }

  /**
   * Speaks TLS over a connected socket, which is closed with the one that is returned.
   *
   * @throws IOException when the server does not, or is not the one that was called
   */
  Socket over(Socket connected, String host, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
    socket.setSSLParameters(checked(socket.getSSLParameters()));
    socket.startHandshake();
    return socket;
  }

  /** The client's end of a connection whose bytes somebody else carries. */
  public TlsCodec codec(ServerAddress address) {
    SSLEngine engine = context.createSSLEngine(address.host(), address.port());
    engine.setUseClientMode(true);
    engine.setSSLParameters(checked(engine.getSSLParameters()));
    return new TlsCodec(engine);
  }

  private static SSLParameters checked(SSLParameters parameters) {
    parameters.setProtocols(new String[] {VERSION});
    parameters.setEndpointIdentificationAlgorithm(BY_NAME);
    return parameters;
  }
}
