package ticketd.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import ticketd.door.RequestMeter;
import ticketd.wire.BatchParser;
import ticketd.wire.JsonLine;
import ticketd.wire.LineBuffer;
import ticketd.wire.Parsed;
import ticketd.wire.Refusal;
import ticketd.wire.Request;

/** Several changes in one request: a run in order, each by itself. */
final class BatchRoutes {
  static final int MOST_CHANGES = 256;
  private static final int MOST_BYTES = 4 << 20;

  private final BatchParser parser;
  private final Changing changing;
  private final RequestMeter meter;

  BatchRoutes(HttpEnvironment environment, Changing changing) {
    this.parser =
        new BatchParser(environment.clock(), MOST_CHANGES, environment.limits().maxLine());
    this.changing = changing;
    this.meter = environment.requests();
  }

  List<Route> all() {
    return List.of(
        new Route(HttpMethods.POST, ApiRoutes.ROOT + "/batch", MOST_BYTES, this::carryOut));
  }

  private CompletionStage<HttpResponse> carryOut(Call call) throws Refusal {
    long began = meter.nanos();
    call.params().only();
    Conditions.checkNone(call.request(), Conditions.KEY);
    Conditions.checkNoMatch(call.request());
    BatchParser.Batch batch = parser.parse(call.body().toArray(), call.who());
    if (batch instanceof BatchParser.Refused refused) {
      return call.refuse(Problem.of(refused.code(), refused.message()));
    }
    List<Parsed> items = ((BatchParser.Items) batch).items();
    List<Request.Change> run = new ArrayList<>();
    List<Optional<Outcome>> refusals = new ArrayList<>();
    for (Parsed item : items) {
      if (item instanceof Parsed.Refused refused) {
        refusals.add(Optional.of(new Outcome.Refused(Problem.of(refused))));
      } else {
        refusals.add(Optional.empty());
        run.add((Request.Change) ((Parsed.Accepted) item).request());
      }
    }
    CompletionStage<List<Outcome>> outcomes =
        run.isEmpty() ? CompletableFuture.completedFuture(List.of()) : changing.carryOut(call, run);
    return outcomes.thenApply(
        carriedOut -> {
          count(run, carriedOut, meter.nanos() - began);
          return response(call, refusals, carriedOut);
        });
  }

  /** As requests of their own, beside the one that they came with. */
  private void count(List<Request.Change> run, List<Outcome> outcomes, long took) {
    for (int i = 0; i < run.size(); i++) {
      meter.of(run.get(i).verb()).answered(outcomes.get(i).failure().orElse(null), 1, took);
    }
  }

  /** Each item's own answer, in their order. */
  private static HttpResponse response(
      Call call, List<Optional<Outcome>> refusals, List<Outcome> carriedOut) {
    LineBuffer out = new LineBuffer();
    out.append('[');
    int next = 0;
    for (int i = 0; i < refusals.size(); i++) {
      Optional<Outcome> refusal = refusals.get(i);
      Outcome outcome = refusal.isPresent() ? refusal.get() : carriedOut.get(next++);
      out.append(i == 0 ? "" : ",");
      JsonLine.write(out, json -> members(call, json, outcome));
    }
    ByteString bytes = Json.bytes(out.append("]\n"));
    return Json.response(bytes);
  }

  private static void members(Call call, JsonLine json, Outcome outcome) throws IOException {
    if (outcome.failure().isEmpty()) {
      json.generator().writeNumberField("status", outcome.status());
    }
    outcome.members(json, call.language());
  }
}
