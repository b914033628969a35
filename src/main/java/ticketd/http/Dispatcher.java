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
import ticketd.desk.OutOfReachException;
import ticketd.desk.UnreadableException;
import ticketd.door.Peer;
import ticketd.door.RequestMeter;
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

  /** Of a body from somebody who has not signed in where one must. */
  private static final int STRANGERS_BODY = 4096;

  private final HttpEnvironment environment;
  private final Gate gate;
  private final Router router;
  private final Gzip gzip;
  private final Askers askers;

  Dispatcher(HttpEnvironment environment, List<Route> routes) {
    this.environment = environment;
    this.gate = new Gate(environment.settings().hosts());
    this.router = new Router(routes);
    this.gzip = new Gzip(environment.scans());
    this.askers = new Askers(environment);
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
    Optional<Route> route =
        place.isPresent()
            ? place.get().route(request.method())
            : missingPage(request, target, visit);
    Language language =
        Accepts.language(Heads.value(request, "accept-language"), environment.language());
    Optional<Problem> turnedAway = gate.check(visit, route.map(Route::audience));
    CompletionStage<HttpResponse> answer =
        turnedAway.isPresent()
            ? unread(request, turnedAway.get().in(language))
            : route.isPresent()
                ? served(
                    request,
                    target,
                    peer,
                    language,
                    route.get(),
                    place.map(Router.Place::variables).orElse(List.of()))
                : unread(request, unserved(request, target, place, language));
    return answer
        .thenApply(response -> counted(response, route, began))
        .thenApply(response -> Finishing.of(response, visit, route.map(Route::audience)))
        .thenCompose(response -> gzip.of(response, request));
  }

  /** A person who came to an address that is nothing reads so in a page, not in JSON. */
  private Optional<Route> missingPage(HttpRequest request, Target target, Gate.Visit visit) {
    if (!visit.isNavigation() || target.path().startsWith("/api")) {
      return Optional.empty();
    }
    return router.find("/").flatMap(home -> home.route(request.method())).map(Route::notFound);
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

  /** Bytes that a body may have of which nothing says who sends it; all of them in an open desk. */
  long maxOfStrangers() {
    return askers.isClosed() ? STRANGERS_BODY : Long.MAX_VALUE;
  }

  /** Why what a head shows proves nobody; empty where it does. The stage never fails. */
  CompletionStage<Optional<Problem>> disproof(Credentials shown, Peer peer) {
    return askers
        .disproof(shown, peer)
        .exceptionally(failure -> Optional.of(Problem.of(ErrorCode.UNAVAILABLE)));
  }

  /** Whether something is served at {@code path} to whoever says nothing of that. */
  boolean isForAnybody(String path) {
    return router
        .find(path)
        .filter(
            place ->
                place.methods().values().stream()
                    .anyMatch(route -> route.audience() != Route.Audience.API))
        .isPresent();
  }

  private CompletionStage<HttpResponse> served(
      HttpRequest request,
      Target target,
      Peer peer,
      Language language,
      Route route,
      List<String> variables) {
    try {
      Caller caller = Caller.of(request, peer.address(), environment.settings().proxies());
      Arrival arrival = new Arrival(request, target, peer, caller, language, route, variables);
      if (!askers.isClosed()) {
        return read(arrival, Askers.inOpenDesk(request, route, peer), route.maxBodyBytes());
      }
      return askers
          .inClosedDesk(request, route, peer, caller)
          .thenCompose(
              answer ->
                  answer instanceof Askers.Found found
                      ? readKnown(arrival, found.asker())
                          .thenApply(response -> keeping(response, found.cookie()))
                      : unread(request, ((Askers.Refused) answer).problem().in(language)))
          .exceptionally(failure -> fault(route, language, failure));
    } catch (Refusal refusal) {
      return unread(request, Problem.of(refusal).in(language));
    }
  }

  /** A request whose head is in order, up to its query string. */
  private record Arrival(
      HttpRequest request,
      Target target,
      Peer peer,
      Caller caller,
      Language language,
      Route route,
      List<String> variables) {}

  private CompletionStage<HttpResponse> readKnown(Arrival arrival, Asker asker) {
    int most = arrival.route().maxBodyBytes();
    try {
      return read(
          arrival, asker, asker.principal().isPresent() ? most : Math.min(most, STRANGERS_BODY));
    } catch (Refusal refusal) {
      return unread(arrival.request(), Problem.of(refusal).in(arrival.language()));
    }
  }

  /** Unless the answer itself says what the browser is to keep. */
  private static HttpResponse keeping(HttpResponse response, Optional<HttpHeader> cookie) {
    return cookie.isEmpty() || Heads.value(response, "set-cookie").isPresent()
        ? response
        : response.addHeader(cookie.get());
  }

  private CompletionStage<HttpResponse> read(Arrival arrival, Asker asker, int mostBytes)
      throws Refusal {
    HttpRequest request = arrival.request();
    Params params = Params.of(arrival.target().query());
    return Body.read(request, mostBytes, environment.unfinished(), environment.system())
        .thenCompose(
            body ->
                body instanceof Body.Whole whole
                    ? handled(
                        arrival.route(),
                        new Call(
                            request,
                            arrival.variables(),
                            params,
                            whole.bytes(),
                            asker,
                            arrival.language(),
                            arrival.peer(),
                            arrival.caller()))
                    : unread(request, ((Body.Refused) body).problem().in(arrival.language())));
  }

  private HttpResponse counted(HttpResponse response, Optional<Route> route, long began) {
    RequestMeter meter = environment.requests();
    route
        .map(served -> served.countedBy(meter))
        .orElseGet(() -> meter.of(RequestMeter.NONE))
        .answered(Problem.code(response).orElse(null), 1, meter.nanos() - began);
    return response;
  }

  private static CompletionStage<HttpResponse> handled(Route route, Call call) {
    try {
      return route
          .handler()
          .handle(call)
          .exceptionally(failure -> fault(route, call.language(), failure));
    } catch (Refusal refusal) {
      return call.refuse(Problem.of(refusal));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(fault(route, call.language(), e));
    }
  }

  private static HttpResponse fault(Route route, Language language, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof UnreadableException) {
      return Problem.of(ErrorCode.UNAVAILABLE, Message.unreadable()).in(language);
    } else if (cause instanceof OutOfReachException) {
      return Problem.of(ErrorCode.UNAVAILABLE, Message.of(Text.OUT_OF_REACH)).in(language);
    }
    LOG.error("{} {} failed", route.method().name(), route.template(), new Nameless(cause));
    return Problem.fault().in(language);
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
