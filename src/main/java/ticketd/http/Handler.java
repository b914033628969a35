package ticketd.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.wire.Refusal;

/** Answers the requests of a route. May be called by many threads at once, and never blocks. */
@FunctionalInterface
interface Handler {
  /**
   * The answer; what is wrong with the request is one too, a {@link Problem}. A stage that fails,
   * and whatever else is thrown, is a fault of ours.
   *
   * @throws Refusal where the request is wrong, which is answered as the problem it says
   */
  CompletionStage<HttpResponse> handle(Call call) throws Refusal;
}
