package ticketd.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.desk.UnreadableException;
import ticketd.door.Peer;
import ticketd.door.RequestMeter;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Refusal;
import ticketd.wire.Text;

/**
 * Answers the requests of all connections: the gate, the route, who asks, the body, then the
 * handler. May be called by many threads at once.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final HttpEnvironment environment;
  private final Gate gate;
  private final Router router;
  private final Gzip gzip;

  Dispatcher(HttpEnvironment environment, List<Route> routes) {
    this.environment = environment;
    this.gate = new Gate(environment.settings().hosts());
    this.router = new Router(routes);
    this.gzip = new Gzip(environment.scans());
  }

  /** Over all routes there are. */
  public static Dispatcher over(HttpEnvironment environment) {
    return new Dispatcher(environment, Routes.all(environment));
  }

  /** The answer to {@code request} of {@code peer}; the stage never fails. */
  public CompletionStage<HttpResponse> dispatch(HttpRequest request, Peer peer) {
    long began = environment.requests().nanos();
    Target target = Target.of(request);
    Gate.Visit visit = Gate.Visit.of(request);
    Optional<Router.Place> place = router.find(target.path());
    Optional<Route> route = place.flatMap(found -> found.route(request.method()));
    Language language =
        Accepts.language(Heads.value(request, "accept-language"), environment.language());
    Optional<Problem> turnedAway = gate.check(visit, route.map(Route::audience));
    CompletionStage<HttpResponse> answer =
        turnedAway.isPresent()
            ? unread(request, turnedAway.get().in(language))
            : route.isPresent()
                ? served(
                    request, target, peer, language, route.get(), place.orElseThrow().variables())
                : unread(request, unserved(request, target, place, language));
    return answer
        .thenApply(response -> counted(response, route, began))
        .thenApply(response -> Finishing.of(response, visit, route.map(Route::audience)))
        .thenCompose(response -> gzip.of(response, request));
  }

  /** Counts a request that is not dispatched. */
  void countRefused(Problem problem) {
    environment.requests().of(RequestMeter.NONE).answered(problem.code(), 1, 0);
  }

  /** The answer to a request that is not dispatched, for what is wrong with its framing. */
  HttpResponse refuse(HttpRequest request, Problem problem) {
    Language language =
        Accepts.language(Heads.value(request, "accept-language"), environment.language());
    HttpResponse answer = problem.in(language);
    boolean isOfItsMethod = problem.status() == StatusCodes.METHOD_NOT_ALLOWED.intValue();
    return Finishing.of(
        isOfItsMethod ? answer.addHeader(RawHeader.create("Allow", RequestHead.METHODS)) : answer,
        Gate.Visit.of(request),
        Optional.empty());
  }

  Gate gate() {
    return gate;
  }

  /** Bytes that the body of some request to {@code path} may have; 0 where none may have one. */
  int maxBody(String path) {
    return router
        .find(path)
        .map(
            place ->
                place.methods().values().stream().mapToInt(Route::maxBodyBytes).max().orElse(0))
        .orElse(0);
  }

  private CompletionStage<HttpResponse> served(
      HttpRequest request,
      Target target,
      Peer peer,
      Language language,
      Route route,
      List<String> variables) {
    try {
      Optional<Identity> who = who(request, route, peer);
      Params params = Params.of(target.query());
      Caller caller = Caller.of(request, peer.address(), environment.settings().proxies());
      return Body.read(
              request, route.maxBodyBytes(), environment.unfinished(), environment.system())
          .thenCompose(
              body ->
                  body instanceof Body.Whole whole
                      ? handled(
                          route,
                          new Call(
                              request,
                              variables,
                              params,
                              whole.bytes(),
                              who,
                              language,
                              peer,
                              caller))
                      : unread(request, ((Body.Refused) body).problem().in(language)));
    } catch (Refusal refusal) {
      return unread(request, Problem.of(refusal).in(language));
    }
  }

  private HttpResponse counted(HttpResponse response, Optional<Route> route, long began) {
    RequestMeter meter = environment.requests();
    route
        .map(served -> served.countedBy(meter))
        .orElseGet(() -> meter.of(RequestMeter.NONE))
        .answered(Problem.code(response).orElse(null), 1, meter.nanos() - began);
    return response;
  }

  /** A page is the same for everybody: nothing that was sent of a person is looked at. */
  private static Optional<Identity> who(HttpRequest request, Route route, Peer peer)
      throws Refusal {
    return route.audience() == Route.Audience.API
        ? Who.of(
            Heads.value(request, "authorization"),
            Heads.value(request, "cookie"),
            Who.cookieName(peer.port()))
        : Optional.empty();
  }

  private static CompletionStage<HttpResponse> handled(Route route, Call call) {
    try {
      return route.handler().handle(call).exceptionally(failure -> fault(route, call, failure));
    } catch (Refusal refusal) {
      return call.refuse(Problem.of(refusal));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(fault(route, call, e));
    }
  }

  private static HttpResponse fault(Route route, Call call, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof UnreadableException) {
      return Problem.of(ErrorCode.UNAVAILABLE, Message.unreadable()).in(call.language());
    }
    LOG.error("{} {} failed", route.method().name(), route.template(), new Nameless(cause));
    return Problem.fault().in(call.language());
  }

  /**
   * The answer to a request whose body, if any, is not read: what follows would be taken for it.
   */
  private static CompletionStage<HttpResponse> unread(HttpRequest request, HttpResponse response) {
    boolean isOwed = !request.entity().isStrict();
    return CompletableFuture.completedFuture(
        isOwed ? response.addHeader(Connection.create("close")) : response);
  }

  private static HttpResponse unserved(
      HttpRequest request, Target target, Optional<Router.Place> place, Language language) {
    String path = target.path();
    if (place.isEmpty()) {
      return new Problem(
              StatusCodes.NOT_FOUND.intValue(),
              ErrorCode.BAD_REQUEST,
              Message.of(Text.NO_ROUTE, path))
          .in(language);
    }
    String method = request.method().name();
    HttpHeader allow = RawHeader.create("Allow", place.get().allow());
    if (method.equals("OPTIONS")) {
      return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT).addHeader(allow);
    }
    return new Problem(
            StatusCodes.METHOD_NOT_ALLOWED.intValue(),
            ErrorCode.BAD_REQUEST,
            Message.of(Text.METHOD_NOT_ALLOWED, method, path, place.get().allow()))
        .in(language)
        .addHeader(allow);
  }
}
