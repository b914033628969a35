package ticketd.http;

import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.event.NoLogging;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.TLSProtocol.SendBytes;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;

/** The connections of the HTTP door. Thread-safe. */
public final class HttpFlow {
  private final HttpEnvironment environment;
  private final Dispatcher dispatcher;
  private final ServerSettings settings;

  private HttpFlow(HttpEnvironment environment) {
    this.environment = environment;
    this.dispatcher = Dispatcher.over(environment);
    this.settings = ServerSettings.create(environment.system().settings().config());
  }

  public static HttpFlow create(HttpEnvironment environment) {
    return new HttpFlow(environment);
  }

  /** One connection from bytes to bytes. */
  public Flow<ByteString, ByteString, NotUsed> of(Peer peer) {
    return Http.get(environment.system())
        .serverLayer(settings, Optional.empty(), NoLogging.getInstance())
        .atop(plain())
        .reversed()
        .join(
            Flow.of(HttpRequest.class).mapAsync(1, request -> dispatcher.dispatch(request, peer)));
  }

  /** Bytes as they are, where the server layer expects those of a TLS session. */
  private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> plain() {
    return BidiFlow.fromFlows(
        Flow.of(SslTlsOutbound.class).map(out -> ((SendBytes) out).bytes()),
        Flow.of(ByteString.class).map(bytes -> new SessionBytes(null, bytes)));
  }
}
