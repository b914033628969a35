package ticketd.http;

import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.event.NoLogging;
import org.apache.pekko.http.impl.engine.rendering.DateHeaderRendering;
import org.apache.pekko.http.impl.engine.server.HttpServerBluePrint;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.apache.pekko.stream.TLSProtocol.SendBytes;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.wire.ErrorCode;

/** The connections of the HTTP door. Thread-safe. */
public final class HttpFlow {
  private final HttpEnvironment environment;
  private final Dispatcher dispatcher;
  private final ServerSettings settings;
  private final DateHeaderRendering dates;

  /** Connections of other requests than those of {@link #create}. */
  HttpFlow(HttpEnvironment environment, Dispatcher dispatcher) {
    this.environment = environment;
    this.dispatcher = dispatcher;
    this.settings =
        ServerSettings.apply(
            ConfigFactory.parseResources(
                    HttpFlow.class.getClassLoader(), "ticketd/http/server-layer.conf")
                .resolve());
    this.dates =
        DateHeaderRendering.apply(
            DateHeaderRendering.apply$default$1(), environment.system().classicSystem());
  }

  public static HttpFlow create(HttpEnvironment environment) {
    return new HttpFlow(environment, Dispatcher.over(environment));
  }

  /**
   * One connection from bytes to bytes.
   *
   * @param started when it was accepted, by the ticker
   */
  public Flow<ByteString, ByteString, NotUsed> of(Peer peer, long started) {
    Turns turns = new Turns(environment.limits().ticker());
    return BidiFlow.fromGraph(new RequestGuard(environment, rules(peer), peer, turns, started))
        .atop(plain().reversed())
        .atop(layer().reversed())
        .join(Flow.fromGraph(new Answering(dispatcher, peer, turns)));
  }

  /** What a connection is told that is closed for {@code code}: a whole reply. */
  public ByteString refusal(ErrorCode code) {
    HttpResponse refused =
        (HttpResponse) Finishing.always(Problem.of(code).in(environment.language()));
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(refused.status().value());
    head.append("\r\nServer: ticketd\r\n");
    head.append(new String(dates.renderHeaderBytes(), StandardCharsets.US_ASCII));
    refused.getHeaders().forEach(header -> head.append(header).append("\r\n"));
    ByteString body = ((HttpEntity.Strict) refused.entity()).getData();
    head.append("Content-Type: ").append(refused.entity().getContentType()).append("\r\n");
    head.append("Content-Length: ").append(body.size()).append("\r\nConnection: close\r\n\r\n");
    return ByteString.fromString(head.toString(), StandardCharsets.US_ASCII).concat(body);
  }

  private RequestRules rules(Peer peer) {
    return new RequestRules() {
      @Override
      public int maxBody(String path) {
        return Math.max(environment.limits().maxLine(), dispatcher.maxBody(path));
      }

      @Override
      public long maxOfStrangers() {
        return dispatcher.maxOfStrangers();
      }

      @Override
      public boolean isForAnybody(String path) {
        return dispatcher.isForAnybody(path);
      }

      @Override
      public CompletionStage<Optional<Problem>> disproof(Credentials shown) {
        return dispatcher.disproof(shown, peer);
      }

      @Override
      public Optional<Problem> check(String authority) {
        return dispatcher.gate().check(authority);
      }
    };
  }

  /**
   * The layer itself, without the extension that usually makes it: that starts a pool of client
   * connections, whose settings every start of the server would have to read.
   */
  private BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> layer() {
    return BidiFlow.fromGraph(
        HttpServerBluePrint.apply(settings, NoLogging.getInstance(), false, dates));
  }

  /** Bytes as they are, where the layer expects those of a TLS session. */
  private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> plain() {
    return BidiFlow.fromFlows(
        Flow.of(SslTlsOutbound.class).map(out -> ((SendBytes) out).bytes()),
        Flow.of(ByteString.class).map(bytes -> new SessionBytes(null, bytes)));
  }
}
