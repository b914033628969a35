package ticketd.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.ticket.Access;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Refusal;

/**
 * One request that is past the gate: its framing, host, origin and identity are in order, and its
 * body is whole.
 *
 * @param request its head; the entity was read
 * @param variables what stands at the braces of the route's template, decoded, in their order
 * @param params of its query string
 * @param body as it was sent; empty where there is none
 * @param asker who the request comes from
 * @param language of what people read in the answer
 */
record Call(
    HttpRequest request,
    List<String> variables,
    Params params,
    ByteString body,
    Asker asker,
    Language language,
    Peer peer,
    Caller caller) {

  /** The identity that the request carries. */
  Optional<Identity> who() {
    return asker.who();
  }

  /**
   * Looks whether that is for whoever asks.
   *
   * @throws Refusal where it is not
   */
  void checkMayRead(Access.Subject subject) throws Refusal {
    if (!asker.mayRead(subject)) {
      throw new Refusal(ErrorCode.FORBIDDEN, Message.of(ErrorCode.FORBIDDEN));
    }
  }

  /** The first of the variables. */
  String variable() {
    return variables.get(0);
  }

  /** The problem in the reader's language. */
  CompletionStage<HttpResponse> refuse(Problem problem) {
    return CompletableFuture.completedFuture(problem.in(language));
  }
}
