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
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Refusal;
import ticketd.wire.Text;

/** Answers the requests of all connections. May be called by many threads at once. */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final HttpEnvironment environment;
  private final Router router;

  Dispatcher(HttpEnvironment environment, List<Route> routes) {
    this.environment = environment;
    this.router = new Router(routes);
  }

  /** Over all routes there are. */
  public static Dispatcher over(HttpEnvironment environment) {
    return new Dispatcher(environment, Routes.all(environment));
  }

  /** The answer to {@code request} of {@code peer}; the stage never fails. */
  public CompletionStage<HttpResponse> dispatch(HttpRequest request, Peer peer) {
    Language language =
        Accepts.language(Heads.value(request, "accept-language"), environment.language());
    Optional<Router.Place> place = router.find(request.getUri().getPathString());
    if (place.isEmpty()) {
      return unread(request, noRoute(request).in(language));
    }
    Optional<Route> route = place.get().route(request.method());
    if (route.isEmpty()) {
      return unread(request, notAllowed(request, place.get(), language));
    }
    try {
      Params params = Params.of(request.getUri().rawQueryString().orElse(""));
      return Body.read(
              request, route.get().maxBodyBytes(), environment.unfinished(), environment.system())
          .thenCompose(
              body -> answer(request, peer, language, route.get(), place.get(), params, body));
    } catch (Refusal refusal) {
      return unread(request, Problem.of(refusal.code(), refusal.reason()).in(language));
    }
  }

  private CompletionStage<HttpResponse> answer(
      HttpRequest request,
      Peer peer,
      Language language,
      Route route,
      Router.Place place,
      Params params,
      Body body) {
    if (body instanceof Body.Refused refused) {
      return unread(request, refused.problem().in(language));
    }
    Optional<Identity> who = Optional.empty();
    Call call =
        new Call(
            request,
            place.variables(),
            params,
            ((Body.Whole) body).bytes(),
            who,
            language,
            peer,
            new Caller(peer.address(), peer.address().isLoopbackAddress()));
    return handled(route, call);
  }

  private static CompletionStage<HttpResponse> handled(Route route, Call call) {
    try {
      return route.handler().handle(call).exceptionally(failure -> fault(route, call, failure));
    } catch (Refusal refusal) {
      return call.refuse(Problem.of(refusal.code(), refusal.reason()));
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
    LOG.error("{} {} failed", route.method().name(), route.template(), cause);
    return Problem.fault().in(call.language());
  }

  /**
   * The answer to a request whose body, if any, is not read: more of it must not be taken for one.
   */
  private static CompletionStage<HttpResponse> unread(HttpRequest request, HttpResponse response) {
    boolean isOwed = !request.entity().isStrict();
    return CompletableFuture.completedFuture(
        isOwed ? response.addHeader(Connection.create("close")) : response);
  }

  private static Problem noRoute(HttpRequest request) {
    return new Problem(
        StatusCodes.NOT_FOUND.intValue(),
        ErrorCode.BAD_REQUEST,
        Message.of(Text.NO_ROUTE, request.getUri().getPathString()));
  }

  private static HttpResponse notAllowed(
      HttpRequest request, Router.Place place, Language language) {
    HttpHeader allow = RawHeader.create("Allow", place.allow());
    if (request.method().name().equals("OPTIONS")) {
      return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT).addHeader(allow);
    }
    return new Problem(
            StatusCodes.METHOD_NOT_ALLOWED.intValue(),
            ErrorCode.BAD_REQUEST,
            Message.of(
                Text.METHOD_NOT_ALLOWED,
                request.method().name(),
                request.getUri().getPathString(),
                place.allow()))
        .in(language)
        .addHeader(allow);
  }
}
