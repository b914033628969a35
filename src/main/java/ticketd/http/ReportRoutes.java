package ticketd.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.ticket.Access;
import ticketd.ticket.ReportGroup;
import ticketd.wire.JsonLine;
import ticketd.wire.Parsed;
import ticketd.wire.ReadParser;
import ticketd.wire.Refusal;
import ticketd.wire.ReportJson;
import ticketd.wire.Request;
import ticketd.wire.Verb;

/** What was done on the desk in a time, in groups. */
final class ReportRoutes {
  private final DeskCalls desk;
  private final ReadParser parser;
  private final LongReads reads;

  ReportRoutes(HttpEnvironment environment, DeskCalls desk) {
    this.desk = desk;
    this.parser = new ReadParser(environment.clock());
    this.reads = new LongReads(environment);
  }

  List<Route> all() {
    return List.of(
        new Route(HttpMethods.GET, ApiRoutes.ROOT + "/report", 0, this::report).as(Verb.REPORT));
  }

  private CompletionStage<HttpResponse> report(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.REPORT);
    Params params = call.params().only("range", "by", "q");
    Parsed parsed =
        parser.report(
            params.get("q").orElse(""),
            params.get("range").filter(range -> !range.isEmpty()),
            params.get("by"),
            call.who());
    if (parsed instanceof Parsed.Refused refused) {
      return call.refuse(Problem.of(refused));
    }
    Request.Report request = (Request.Report) ((Parsed.Accepted) parsed).request();
    call.checkMayRead(Access.Subject.DESK);
    List<ReportGroup> groups = new ArrayList<>();
    return Saved.answer(
        call,
        desk,
        request,
        Request.Report.class,
        (view, ready) ->
            reads
                .all(view.report(ready.query()), groups::add)
                .thenApply(nothing -> Json.response(json -> members(json, groups))));
  }

  /** The total is the last one of them, and counts for none. */
  private static void members(JsonLine json, List<ReportGroup> groups) throws IOException {
    json.generator().writeArrayFieldStart("groups");
    for (ReportGroup group : groups) {
      json.generator().writeStartObject();
      ReportJson.members(json, group);
      json.generator().writeEndObject();
    }
    json.generator().writeEndArray();
    json.generator().writeNumberField("count", groups.size() - 1);
  }
}
