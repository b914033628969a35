package ticketd.http;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;
import ticketd.wire.JsonLine;
import ticketd.wire.LineBuffer;
import ticketd.wire.NameParser;
import ticketd.wire.Refusal;
import ticketd.wire.Verb;

/** By whose name a browser asks from now on. It is a claim, as on a line; the cookie holds it. */
final class SessionRoutes {
  private static final String PATH = "/api/v1/session";
  private static final int MAX_BODY = 4096;
  private static final SerializedString NAME = JsonLine.name("name");
  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict; Max-Age=";
  private static final String A_YEAR = "31536000";

  private final HttpEnvironment environment;

  SessionRoutes(HttpEnvironment environment) {
    this.environment = environment;
  }

  List<Route> all() {
    return List.of(
        new Route(HttpMethods.PUT, PATH, MAX_BODY, this::begin).as(Verb.IDENT),
        new Route(HttpMethods.GET, PATH, 0, SessionRoutes::tell),
        new Route(HttpMethods.DELETE, PATH, 0, SessionRoutes::end));
  }

  private CompletionStage<HttpResponse> begin(Call call) throws Refusal {
    call.params().only();
    Identity who = NameParser.ofBody(call.body().toArrayUnsafe());
    environment.log().identified(call.peer().name(), who);
    return keeping(call, Who.cookieValue(who), A_YEAR);
  }

  private static CompletionStage<HttpResponse> tell(Call call) throws Refusal {
    call.params().only();
    if (call.who().isEmpty()) {
      return call.refuse(Problem.of(ErrorCode.NOT_IDENTIFIED));
    }
    LineBuffer out = new LineBuffer();
    JsonLine.write(out, json -> json.text(NAME, call.who().get().name()));
    return CompletableFuture.completedFuture(
        HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, out.toByteArray()));
  }

  private static CompletionStage<HttpResponse> end(Call call) throws Refusal {
    call.params().only();
    return keeping(call, "", "0");
  }

  private static CompletionStage<HttpResponse> keeping(Call call, String value, String seconds) {
    String name = Who.cookieName(call.peer().port());
    return CompletableFuture.completedFuture(
        HttpResponse.create()
            .withStatus(StatusCodes.NO_CONTENT)
            .addHeader(RawHeader.create("Set-Cookie", name + "=" + value + ATTRIBUTES + seconds)));
  }
}
