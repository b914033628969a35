package ticketd.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.desk.Scan;
import ticketd.ticket.Access;
import ticketd.ticket.Rejection;
import ticketd.ticket.SavedQuery;
import ticketd.wire.BodyParser;
import ticketd.wire.JsonLine;
import ticketd.wire.LineBuffer;
import ticketd.wire.ReadParser;
import ticketd.wire.Refusal;
import ticketd.wire.SavedJson;
import ticketd.wire.Verb;

/** The queries that the desk keeps. */
final class SavedRoutes {
  private static final String ALL = ApiRoutes.ROOT + "/saved";
  private static final String ONE = ALL + "/{name}";

  private final HttpEnvironment environment;
  private final DeskCalls desk;
  private final Changing changing;
  private final BodyParser parser;
  private final LongReads reads;

  SavedRoutes(HttpEnvironment environment, DeskCalls desk, Changing changing) {
    this.environment = environment;
    this.desk = desk;
    this.changing = changing;
    this.parser = new BodyParser(environment.clock());
    this.reads = new LongReads(environment);
  }

  List<Route> all() {
    int most = environment.limits().maxLine();
    return List.of(
        new Route(HttpMethods.GET, ALL, 0, this::list).as(Verb.SAVED),
        new Route(HttpMethods.GET, ONE, 0, this::show).as(Verb.SAVED),
        new Route(HttpMethods.PUT, ONE, most, call -> change(call, Verb.SAVE)).as(Verb.SAVE),
        new Route(HttpMethods.DELETE, ONE, 0, call -> change(call, Verb.UNSAVE)).as(Verb.UNSAVE));
  }

  private CompletionStage<HttpResponse> list(Call call) throws Refusal {
    checkParams(call);
    call.checkMayRead(Access.Subject.DESK);
    return desk.view(call.asker())
        .thenCompose(
            view ->
                reads.rows(
                    new RowScan<>(
                        Scan.of(view.saved().all().iterator()),
                        new RowsInJson<>("saved", false, SavedRoutes::write)),
                    ContentTypes.APPLICATION_JSON,
                    call.asker()));
  }

  private static void write(LineBuffer out, SavedQuery saved) {
    JsonLine.write(out, json -> SavedJson.members(json, saved));
  }

  private CompletionStage<HttpResponse> show(Call call) throws Refusal {
    checkParams(call);
    String name = ReadParser.savedName(call.variable());
    call.checkMayRead(Access.Subject.DESK);
    return desk.view(call.asker())
        .thenApply(
            view -> {
              Optional<SavedQuery> saved = view.saved().get(name);
              return saved.isPresent()
                  ? Json.response(json -> SavedJson.members(json, saved.get()))
                  : Outcome.problem(new Rejection.NoSuchQuery(name)).in(call.language());
            });
  }

  private static void checkParams(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.SAVED);
    call.params().only();
  }

  private CompletionStage<HttpResponse> change(Call call, Verb verb) throws Refusal {
    call.params().only();
    return changing.answer(
        call,
        parser.parseQuery(
            verb, call.variable(), call.body().toArray(), Conditions.withoutVersion(call)));
  }
}
