package ticketd.http;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.desk.View;
import ticketd.door.Connections;
import ticketd.ticket.Access;
import ticketd.ticket.Hour;
import ticketd.wire.JsonLine;
import ticketd.wire.Numbers;
import ticketd.wire.Refusal;
import ticketd.wire.Stats;
import ticketd.wire.StatsJson;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/** The desk in figures, now and by the hour. */
final class StatsRoutes {
  private static final int DAYS = 7;
  private static final int MOST_DAYS = 366;
  private static final int HOURS_A_DAY = 24;

  private final HttpEnvironment environment;
  private final DeskCalls desk;

  StatsRoutes(HttpEnvironment environment, DeskCalls desk) {
    this.environment = environment;
    this.desk = desk;
  }

  List<Route> all() {
    String stats = ApiRoutes.ROOT + "/stats";
    return List.of(
        new Route(HttpMethods.GET, stats, 0, this::stats).as(Verb.STATS),
        new Route(HttpMethods.GET, stats + "/series", 0, this::series).as(Verb.STATS));
  }

  private CompletionStage<HttpResponse> stats(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.STATS);
    call.params().only();
    call.checkMayRead(Access.Subject.DESK);
    Connections connections = environment.connections();
    return desk.view(call.asker())
        .thenApply(
            view ->
                new Stats(
                    view.figures(),
                    connections.count(),
                    connections.watchers().count(),
                    environment.process().uptime().toSeconds(),
                    environment.process().certificateEnd(),
                    environment.process().desk(),
                    environment.process().rules()))
        .thenApply(stats -> Json.response(json -> StatsJson.members(json, stats)));
  }

  private CompletionStage<HttpResponse> series(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.STATS);
    String asked = call.params().only("days").get("days").orElse(Integer.toString(DAYS));
    long days = Numbers.clamped(asked);
    if (days < 1 || days > MOST_DAYS) {
      throw Refusal.badRequest(Text.PARAMETER_OUT_OF_RANGE, "days", asked, 1, MOST_DAYS);
    }
    call.checkMayRead(Access.Subject.DESK);
    return desk.view(call.asker()).thenApply(view -> series(view, (int) days * HOURS_A_DAY));
  }

  private HttpResponse series(View view, int count) {
    Instant now = environment.clock().instant();
    List<Hour> hours = view.hours(now, count);
    return Json.response(
        json -> {
          json.time(JsonLine.name("from"), hours.get(0).from());
          json.number(JsonLine.name("hours"), count);
          counts(json, "filed", hours, Hour::filed);
          counts(json, "closed", hours, Hour::closed);
          counts(json, "reopened", hours, Hour::reopened);
          counts(json, "open", hours, Hour::open);
        });
  }

  private static void counts(
      JsonLine json, String name, List<Hour> hours, ToLongFunction<Hour> count) throws IOException {
    json.generator().writeArrayFieldStart(name);
    for (Hour hour : hours) {
      json.generator().writeNumber(count.applyAsLong(hour));
    }
    json.generator().writeEndArray();
  }
}
