package ticketd.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import ticketd.credential.Token;
import ticketd.desk.Change;
import ticketd.door.AccountPlans;
import ticketd.door.Entrance;
import ticketd.door.Peer;
import ticketd.door.Plan;
import ticketd.ticket.Principal;
import ticketd.ticket.Standing;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Refusal;
import ticketd.wire.Text;

/** Finds out who requests come from. Thread-safe. */
final class Askers {
  private final Entrance entrance;
  private final DeskCalls desk;
  private final AccountPlans plans;

  Askers(HttpEnvironment environment) {
    this.entrance = environment.entrance();
    this.desk = new DeskCalls(environment);
    this.plans = new AccountPlans(entrance);
  }

  /** What came of it. */
  sealed interface Answer {}

  /**
   * That is who it is.
   *
   * @param cookie what the answer has the browser keep on, where its session lasts longer now
   */
  record Found(Asker asker, Optional<HttpHeader> cookie) implements Answer {
    Found(Asker asker) {
      this(asker, Optional.empty());
    }
  }

  record Refused(Problem problem) implements Answer {}

  /** Whether nobody is anybody here without a credential. */
  boolean isClosed() {
    return entrance.accounts().isClosed();
  }

  /**
   * Who an open desk takes the sender for.
   *
   * @throws Refusal where what was sent is no name, or more than one
   */
  static Asker inOpenDesk(HttpRequest request, Route route, Peer peer) throws Refusal {
    return route.audience().looksAtWho()
        ? Asker.claimed(
            Who.of(
                Heads.value(request, "authorization"),
                Heads.value(request, "cookie"),
                Who.cookieName(peer.port())))
        : Asker.NOBODY;
  }

  /** Who the sender proves to be in a closed one, by what is stored now. */
  CompletionStage<Answer> inClosedDesk(HttpRequest request, Route route, Peer peer, Caller caller) {
    if (!route.audience().looksAtWho()) {
      return CompletableFuture.completedFuture(new Found(Asker.NOBODY));
    }
    Credentials shown = Credentials.of(request, peer, caller);
    Optional<String> token = shown.token(peer);
    if (token.isEmpty()) {
      return CompletableFuture.completedFuture(unknown(route));
    } else if (!isSafe(peer, caller)) {
      return CompletableFuture.completedFuture(new Refused(Problem.of(ErrorCode.TLS_REQUIRED)));
    }
    boolean isSession = shown.authorization().isEmpty();
    return known(token.get())
        .thenApply(
            somebody ->
                somebody
                    .<Answer>map(
                        known ->
                            isSession
                                ? ofSession(known, token.get(), peer)
                                : new Found(Asker.of(known)))
                    .orElseGet(
                        () ->
                            isSession
                                ? unknown(route)
                                : new Refused(Problem.of(ErrorCode.AUTH_FAILED))));
  }

  /**
   * Why {@code shown} proves nobody to a closed desk, by what is stored now; empty where it proves
   * somebody.
   */
  CompletionStage<Optional<Problem>> disproof(Credentials shown, Peer peer) {
    Optional<String> token = shown.token(peer);
    if (token.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.of(signInFirst()));
    } else if (!entrance.secrecy().holds(peer, shown.isForwarded())) {
      return CompletableFuture.completedFuture(Optional.of(Problem.of(ErrorCode.TLS_REQUIRED)));
    }
    Problem none =
        shown.authorization().isPresent() ? Problem.of(ErrorCode.AUTH_FAILED) : signInFirst();
    return known(token.get())
        .thenApply(known -> known.isPresent() ? Optional.empty() : Optional.of(none));
  }

  /** Whose token that is, by what is stored now. */
  private CompletionStage<Optional<Principal.Known>> known(String text) {
    return desk.view()
        .thenApply(
            current ->
                Token.of(text)
                    .flatMap(
                        token ->
                            Standing.ofToken(
                                entrance.accounts(), token.hash(), entrance.instant())));
  }

  /**
   * By its cookie, whose session is renewed at most once an hour. Nothing waits for that: where it
   * cannot be stored now, the next request asks for it again.
   */
  private Found ofSession(Principal.Known known, String token, Peer peer) {
    Optional<Plan.Renewal> renewal = plans.renewal(known);
    renewal.ifPresent(
        it -> desk.change(List.of(new Change(known, it.command(), Optional.empty()))));
    return new Found(
        Asker.of(known), renewal.map(it -> SessionCookie.keeping(peer, token, it.lifetime())));
  }

  /** Whether a secret may come by that way. */
  boolean isSafe(Peer peer, Caller caller) {
    boolean isForwarded = peer.address().isLoopbackAddress() && !caller.isLocal();
    return entrance.secrecy().holds(peer, isForwarded);
  }

  private static Answer unknown(Route route) {
    return route.audience() == Route.Audience.API
        ? new Refused(signInFirst())
        : new Found(Asker.NOBODY);
  }

  static Problem signInFirst() {
    return Problem.of(ErrorCode.NOT_IDENTIFIED, Message.of(Text.SIGN_IN_FIRST));
  }
}
