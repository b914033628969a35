package ticketd.server.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import ticketd.tls.Credentials;

/** One certificate as it is served, with whom it is served to. Thread-safe. */
public final class TlsContext {
  /** The one protocol that has a name (RFC 7301); lines are spoken where none is asked for. */
  public static final String HTTP = "http/1.1";

  private static final String VERSION = "TLSv1.3";

  /** A ticket for a quicker handshake lasts so long: a wall is looked at anew thereafter. */
  private static final Duration RESUMPTION = Duration.ofHours(1);

  private final SSLContext context;
  private final boolean wall;
  private final Instant end;

  private TlsContext(Credentials pair, TrustManager[] trust, boolean wall) {
    try {
      context = SSLContext.getInstance(VERSION);
      context.init(pair.keyManagers(), trust, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK speaks " + VERSION, e);
    }
    context.getServerSessionContext().setSessionTimeout((int) RESUMPTION.toSeconds());
    this.wall = wall;
    this.end = pair.end();
  }

  /** For every peer. */
  static TlsContext open(Credentials pair) {
    return new TlsContext(pair, new TrustManager[0], false);
  }

  /** For peers alone that have a certificate of one of these. */
  static TlsContext behindWall(Credentials pair, List<X509Certificate> authorities) {
    return new TlsContext(pair, Credentials.trusting(authorities), true);
  }

  /** When its certificate ends. */
  public Instant end() {
    return end;
  }

  /**
   * The server's end of one connection.
   *
   * @param http whether a peer may ask for {@link #HTTP}
   */
  SSLEngine engine(boolean http) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {VERSION});
    if (wall) {
      parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    // Null: the peer asks for what is not spoken here, and is told so (no_application_protocol).
    engine.setHandshakeApplicationProtocolSelector(
        (of, offered) -> http && offered.contains(HTTP) ? HTTP : null);
    return engine;
  }
}
