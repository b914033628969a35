package ticketd.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.door.Connections;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/** Whether the server lives, and whether it is of use, for whoever restarts it or sends to it. */
final class HealthRoutes {
  private final Connections connections;
  private final DeskCalls desk;

  HealthRoutes(HttpEnvironment environment) {
    this.connections = environment.connections();
    this.desk = new DeskCalls(environment);
  }

  List<Route> all() {
    return List.of(
        new Route(HttpMethods.GET, "/health/live", 0, Route.Audience.HEALTH, call -> ok()),
        new Route(HttpMethods.GET, "/health/ready", 0, Route.Audience.HEALTH, this::ready));
  }

  private static CompletionStage<HttpResponse> ok() {
    return CompletableFuture.completedFuture(
        HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, "{\"status\":\"up\"}"));
  }

  private CompletionStage<HttpResponse> ready(Call call) {
    if (connections.isDraining()) {
      return call.refuse(Problem.of(ErrorCode.SHUTTING_DOWN));
    }
    return desk.isReady()
        .thenCompose(
            isReady ->
                isReady
                    ? ok()
                    : call.refuse(
                        Problem.of(ErrorCode.UNAVAILABLE, Message.of(Text.TAKES_NO_CHANGES))));
  }
}
