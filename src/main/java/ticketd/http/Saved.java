package ticketd.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.desk.View;
import ticketd.ticket.Access;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.SavedReads;

/** Reads whose queries name saved ones. */
final class Saved {
  private Saved() {}

  /**
   * Looks whether what is saved is for whoever asks, where the read names some of it.
   *
   * @throws Refusal where it is not
   */
  static void check(Call call, Request.Read request) throws Refusal {
    if (SavedReads.isOne(request)) {
      call.checkMayRead(Access.Subject.DESK);
    }
  }

  /** What {@code answering} makes of the read with what is saved by now. */
  static CompletionStage<HttpResponse> in(
      Call call,
      View view,
      Request.Read request,
      Function<Request.Read, CompletionStage<HttpResponse>> answering) {
    if (!SavedReads.isOne(request)) {
      return answering.apply(request);
    }
    SavedReads.Outcome outcome = SavedReads.with(view.saved(), request);
    return outcome instanceof SavedReads.Outcome.Ready ready
        ? answering.apply(ready.request())
        : call.refuse(Outcome.problem(((SavedReads.Outcome.Refused) outcome).rejection()));
  }
}
