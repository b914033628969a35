package ticketd.http;

import com.fasterxml.jackson.core.io.SerializedString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import ticketd.door.AccountPlans;
import ticketd.door.Plan;
import ticketd.door.Source;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.wire.AccountBodies;
import ticketd.wire.AccountRequest;
import ticketd.wire.ErrorCode;
import ticketd.wire.JsonLine;
import ticketd.wire.LineBuffer;
import ticketd.wire.NameParser;
import ticketd.wire.Refusal;
import ticketd.wire.Verb;

/**
 * By whose name a browser asks from now on: in an open desk a claim, as on a line, which the cookie
 * holds; in a closed one the cookie holds a token of its own.
 */
final class SessionRoutes {
  private static final String PATH = "/api/v1/session";
  private static final int MAX_BODY = 4096;
  private static final SerializedString NAME = JsonLine.name("name");
  private static final Duration A_YEAR = Duration.ofDays(365);

  private final HttpEnvironment environment;
  private final AccountCalls calls;

  SessionRoutes(HttpEnvironment environment, AccountCalls calls) {
    this.environment = environment;
    this.calls = calls;
  }

  List<Route> all() {
    return List.of(
        new Route(HttpMethods.PUT, PATH, MAX_BODY, this::begin).as(Verb.IDENT).forAnybody(),
        new Route(HttpMethods.GET, PATH, 0, SessionRoutes::tell).forAnybody(),
        new Route(HttpMethods.DELETE, PATH, 0, this::end).forAnybody());
  }

  private CompletionStage<HttpResponse> begin(Call call) throws Refusal {
    call.params().only();
    Conditions.checkNoKey(call.request(), calls.isClosed() ? Verb.AUTH : Verb.IDENT);
    Conditions.checkNoMatch(call.request());
    if (calls.isClosed()) {
      return signIn(call);
    }
    Identity who = NameParser.ofBody(call.body().toArrayUnsafe());
    environment.log().identified(call.peer().name(), who);
    return keeping(call, Who.cookieValue(who), A_YEAR);
  }

  private CompletionStage<HttpResponse> signIn(Call call) throws Refusal {
    AccountRequest.SignIn in = AccountBodies.session(call.body().toArrayUnsafe());
    Source source = calls.source(call);
    return calls
        .current()
        .thenCompose(
            current ->
                calls.carryOut(calls.plans().signIn(in.credential(), source), Optional.empty()))
        .thenCompose(
            result ->
                result instanceof AccountCalls.SignedIn signedIn
                    ? open(call, signedIn.who())
                    : call.refuse(((AccountCalls.Failed) result).problem()));
  }

  /** The browser gets a token of its own, which is listed and revoked as others are. */
  private CompletionStage<HttpResponse> open(Call call, Principal.Known who) {
    Plan.Session session = calls.plans().session(who);
    return calls
        .carryOut(session.made(), Optional.of(who))
        .thenCompose(
            result -> {
              if (result instanceof AccountCalls.Failed failed) {
                return call.refuse(failed.problem());
              }
              environment.log().identified(call.peer().name(), who.who());
              return keeping(call, session.token().text(), session.lifetime());
            });
  }

  private static CompletionStage<HttpResponse> tell(Call call) throws Refusal {
    call.params().only();
    Conditions.checkNoKey(call.request(), Verb.WHOAMI);
    Conditions.checkNoMatch(call.request());
    if (call.who().isEmpty()) {
      return call.refuse(Problem.of(ErrorCode.NOT_IDENTIFIED));
    }
    LineBuffer out = new LineBuffer();
    JsonLine.write(out, json -> json.text(NAME, call.who().get().name()));
    return CompletableFuture.completedFuture(
        HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, out.toByteArray()));
  }

  private CompletionStage<HttpResponse> end(Call call) throws Refusal {
    call.params().only();
    Conditions.checkNoKey(call.request(), calls.isClosed() ? Verb.TOKEN : Verb.IDENT);
    Conditions.checkNoMatch(call.request());
    Optional<Plan> revoke = call.asker().known().flatMap(AccountPlans::revokeItself);
    return revoke.isEmpty()
        ? keeping(call, "", Duration.ZERO)
        : calls
            .carryOut(revoke.get(), call.asker().known())
            .thenCompose(
                result -> {
                  if (result instanceof AccountCalls.Failed failed) {
                    // It is good still, and the browser has to have it to try again.
                    return call.refuse(failed.problem());
                  }
                  calls.log(call, result);
                  return keeping(call, "", Duration.ZERO);
                });
  }

  private static CompletionStage<HttpResponse> keeping(Call call, String value, Duration time) {
    return CompletableFuture.completedFuture(
        HttpResponse.create()
            .withStatus(StatusCodes.NO_CONTENT)
            .addHeader(SessionCookie.keeping(call.peer(), value, time)));
  }
}
