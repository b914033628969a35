package ticketd.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import ticketd.ticket.Identity;
import ticketd.wire.AccountAnswer;
import ticketd.wire.AccountBodies;
import ticketd.wire.AccountJson;
import ticketd.wire.AccountRequest;
import ticketd.wire.ErrorCode;
import ticketd.wire.JsonLine;
import ticketd.wire.LineBuffer;
import ticketd.wire.Refusal;
import ticketd.wire.Verb;

/** Who asks, and the accounts: WHOAMI, TOKEN, PASSWD and USER. */
final class AccountRoutes {
  private static final int MAX_BODY = 4096;
  private static final String TOKENS = ApiRoutes.ROOT + "/tokens";
  private static final String USERS = ApiRoutes.ROOT + "/users";

  private final AccountCalls calls;

  AccountRoutes(AccountCalls calls) {
    this.calls = calls;
  }

  List<Route> all() {
    return List.of(
        route(Verb.WHOAMI, HttpMethods.GET, ApiRoutes.ROOT + "/whoami", this::whoAmI),
        route(Verb.TOKEN, HttpMethods.GET, TOKENS, this::tokens),
        route(Verb.TOKEN, HttpMethods.POST, TOKENS, this::newToken),
        route(Verb.TOKEN, HttpMethods.DELETE, TOKENS + "/{id}", this::revoke),
        route(Verb.PASSWD, HttpMethods.PUT, ApiRoutes.ROOT + "/password", this::password),
        route(Verb.USER, HttpMethods.GET, USERS, this::users),
        route(Verb.USER, HttpMethods.POST, USERS, this::addUser),
        route(Verb.USER, HttpMethods.PATCH, USERS + "/{name}", this::changeUser));
  }

  /** None of them takes a key: no answer of theirs could be given twice. */
  private static Route route(Verb verb, HttpMethod method, String template, Handler handler) {
    boolean hasBody = !method.equals(HttpMethods.GET) && !method.equals(HttpMethods.DELETE);
    return new Route(
            method,
            template,
            hasBody ? MAX_BODY : 0,
            call -> {
              Conditions.checkNoKey(call.request(), verb);
              Conditions.checkNoMatch(call.request());
              return handler.handle(call);
            })
        .as(verb);
  }

  private CompletionStage<HttpResponse> whoAmI(Call call) throws Refusal {
    call.params().only();
    if (!calls.isClosed()) {
      return call.who().isPresent()
          ? CompletableFuture.completedFuture(
              ok(AccountAnswer.WhoIs.claimed(call.who().get().name())))
          : call.refuse(Problem.of(ErrorCode.NOT_IDENTIFIED));
    }
    return calls.answer(call, new AccountRequest.WhoAmI(), AccountRoutes::ok);
  }

  private CompletionStage<HttpResponse> tokens(Call call) throws Refusal {
    return calls.answer(
        call,
        AccountBodies.listTokens(whose(call)),
        answer ->
            listed("tokens", ((AccountAnswer.TokensListed) answer).rows(), AccountJson::members));
  }

  private CompletionStage<HttpResponse> newToken(Call call) throws Refusal {
    call.params().only();
    return calls.answer(
        call,
        AccountBodies.newToken(AccountBodies.object(call.body().toArray())),
        answer -> ok(answer).withStatus(StatusCodes.CREATED));
  }

  private CompletionStage<HttpResponse> revoke(Call call) throws Refusal {
    return calls.answer(
        call, AccountBodies.revokeToken(call.variable(), whose(call)), answer -> none());
  }

  private CompletionStage<HttpResponse> password(Call call) throws Refusal {
    call.params().only();
    return calls.answer(call, AccountBodies.newPassword(call.body().toArray()), answer -> none());
  }

  private CompletionStage<HttpResponse> users(Call call) throws Refusal {
    call.params().only();
    return calls.answer(
        call,
        new AccountRequest.ListUsers(),
        answer ->
            listed("users", ((AccountAnswer.UsersListed) answer).rows(), AccountJson::members));
  }

  private CompletionStage<HttpResponse> addUser(Call call) throws Refusal {
    call.params().only();
    return calls.answer(
        call,
        AccountBodies.addUser(AccountBodies.object(call.body().toArray())),
        answer -> ok(answer).withStatus(StatusCodes.CREATED));
  }

  private CompletionStage<HttpResponse> changeUser(Call call) throws Refusal {
    call.params().only();
    Identity name = AccountBodies.name(call.variable());
    return calls.answer(
        call, AccountBodies.userChange(name, call.body().toArray()), AccountRoutes::ok);
  }

  /** The object of TOKEN LIST and REVOKE, of the parameter {@code name}. */
  private static String whose(Call call) throws Refusal {
    return call.params().only("name").get("name").map(AccountRoutes::named).orElse("{}");
  }

  private static String named(String name) {
    LineBuffer out = new LineBuffer();
    JsonLine.write(out, json -> json.text(JsonLine.name("name"), name));
    return out.asString().strip();
  }

  private static HttpResponse ok(AccountAnswer answer) {
    return Json.response(json -> AccountJson.members(json, answer));
  }

  private static HttpResponse none() {
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  /** Writes one row. */
  private interface Row<T> {
    void members(JsonLine json, T row) throws IOException;
  }

  private static <T> HttpResponse listed(String name, List<T> rows, Row<T> row) {
    return Json.response(
        json -> {
          json.generator().writeArrayFieldStart(name);
          for (T each : rows) {
            json.generator().writeStartObject();
            row.members(json, each);
            json.generator().writeEndObject();
          }
          json.generator().writeEndArray();
          json.number(JsonLine.name("count"), rows.size());
        });
  }
}
