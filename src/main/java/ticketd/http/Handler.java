package ticketd.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers the requests of a route. May be called by many threads at once, and never blocks. */
@FunctionalInterface
interface Handler {
  /**
   * The answer; what is wrong with the request is one too, a {@link Problem}. A stage that fails is
   * a fault of ours.
   */
  CompletionStage<HttpResponse> handle(Call call);
}
