package ticketd.http;

import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.desk.View;
import ticketd.ticket.Access;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.SavedReads;

/** Reads whose queries may name saved ones. */
final class Saved {
  private Saved() {}

  /**
   * What {@code answering} makes of the read, with what is saved by now in the place of names.
   *
   * @param <T> the read's type
   * @throws Refusal where it names some and what is saved is not for whoever asks
   */
  static <T extends Request.Read> CompletionStage<HttpResponse> answer(
      Call call,
      DeskCalls desk,
      T request,
      Class<T> type,
      BiFunction<View, T, CompletionStage<HttpResponse>> answering)
      throws Refusal {
    if (!SavedReads.isOne(request)) {
      return desk.view(call.asker()).thenCompose(view -> answering.apply(view, request));
    }
    call.checkMayRead(Access.Subject.DESK);
    return desk.view(call.asker())
        .thenCompose(
            view -> {
              SavedReads.Outcome outcome = SavedReads.with(view.saved(), request);
              return outcome instanceof SavedReads.Outcome.Ready ready
                  ? answering.apply(view, type.cast(ready.request()))
                  : call.refuse(
                      Outcome.problem(((SavedReads.Outcome.Refused) outcome).rejection()));
            });
  }
}
