package ticketd.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.http.Exposition.Format;
import ticketd.ticket.Access;
import ticketd.wire.ErrorCode;

/** The figures of the server, for whoever scrapes them. */
final class MetricsRoutes {
  private static final List<String> MEDIA_TYPES =
      Arrays.stream(Format.values()).map(Format::mediaType).toList();

  private final HttpEnvironment environment;

  MetricsRoutes(HttpEnvironment environment) {
    this.environment = environment;
  }

  List<Route> all() {
    return List.of(new Route(HttpMethods.GET, "/metrics", 0, this::metrics).forAnybody());
  }

  private CompletionStage<HttpResponse> metrics(Call call) {
    if (environment.entrance().accounts().isClosed() && !call.caller().isLocal()) {
      if (call.asker().known().isEmpty()) {
        return call.refuse(Askers.signInFirst());
      } else if (!call.asker().mayRead(Access.Subject.DESK)) {
        return call.refuse(Problem.of(ErrorCode.FORBIDDEN));
      }
    }
    Format format = format(Heads.value(call.request(), "accept"));
    return CompletableFuture.supplyAsync(
            () -> environment.metrics().text(format), environment.scans())
        .thenApply(text -> HttpResponse.create().withEntity(contentType(format), text));
  }

  /** The one that is liked best; the plain text where neither is asked for. */
  static Format format(Optional<String> accept) {
    return Format.values()[MEDIA_TYPES.indexOf(Accepts.best(accept, MEDIA_TYPES))];
  }

  private static ContentType contentType(Format format) {
    return ContentTypes.parse(format.contentType());
  }
}
