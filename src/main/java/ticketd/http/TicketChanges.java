package ticketd.http;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.wire.BodyParser;
import ticketd.wire.Member;
import ticketd.wire.Refusal;
import ticketd.wire.Utf8;
import ticketd.wire.Verb;

/** Changes of tickets, a request each. */
final class TicketChanges {
  private static final String TICKET = ApiRoutes.TICKETS + "/{id}";

  /** What a new ticket may be given beside its text. */
  private static final List<Member> BESIDES =
      List.of(Member.PRIORITY, Member.TAGS, Member.ASSIGNEE, Member.DUE);

  private final HttpEnvironment environment;
  private final BodyParser parser;
  private final Changing changing;

  TicketChanges(HttpEnvironment environment, Changing changing) {
    this.environment = environment;
    this.parser = new BodyParser(environment.clock());
    this.changing = changing;
  }

  List<Route> all() {
    return List.of(
        route(HttpMethods.POST, ApiRoutes.TICKETS, this::file).as(Verb.SENDTICKET),
        change(HttpMethods.PATCH, TICKET, Verb.EDIT),
        change(HttpMethods.PUT, TICKET + "/status", Verb.STATUS),
        change(HttpMethods.PUT, TICKET + "/priority", Verb.PRIORITY),
        change(HttpMethods.PUT, TICKET + "/assignee", Verb.ASSIGN),
        change(HttpMethods.PUT, TICKET + "/due", Verb.DUE),
        change(HttpMethods.POST, TICKET + "/comments", Verb.COMMENT),
        change(HttpMethods.PUT, TICKET + "/rating", Verb.RATE),
        change(HttpMethods.POST, TICKET + "/notes", Verb.NOTE),
        change(HttpMethods.POST, TICKET + "/links", Verb.LINK),
        new Route(HttpMethods.DELETE, TICKET + "/links/{other}", 0, this::unlink).as(Verb.UNLINK),
        change(HttpMethods.POST, TICKET + "/take", Verb.TAKE),
        change(HttpMethods.POST, TICKET + "/close", Verb.CLOSE),
        change(HttpMethods.POST, TICKET + "/reopen", Verb.REOPEN),
        change(HttpMethods.POST, TICKET + "/tags", Verb.TAG),
        new Route(HttpMethods.POST, ApiRoutes.ROOT + "/take-next", 0, this::takeNext)
            .as(Verb.TAKE));
  }

  private Route route(HttpMethod method, String template, Handler handler) {
    return new Route(method, template, environment.limits().maxLine(), handler);
  }

  private Route change(HttpMethod method, String template, Verb verb) {
    return route(method, template, change(verb)).as(verb);
  }

  private CompletionStage<HttpResponse> file(Call call) throws Refusal {
    Params params = call.params().only("priority", "tags", "assignee", "due");
    Map<Member, String> besides = new EnumMap<>(Member.class);
    for (Member member : BESIDES) {
      params.get(member.wireName()).ifPresent(value -> besides.put(member, value));
    }
    BodyParser.Sender sender = Conditions.withoutVersion(call);
    return changing.answer(
        call, parser.parseAny(Verb.SENDTICKET, "", call.body().toArray(), besides, sender));
  }

  private Handler change(Verb verb) {
    return call -> {
      call.params().only();
      BodyParser.Sender sender = Conditions.of(call);
      return changing.answer(
          call, parser.parseAny(verb, call.variable(), call.body().toArray(), Map.of(), sender));
    };
  }

  private CompletionStage<HttpResponse> unlink(Call call) throws Refusal {
    call.params().only();
    Map<Member, String> other = Map.of(Member.ID, call.variables().get(1));
    return changing.answer(
        call,
        parser.parseAny(Verb.UNLINK, call.variable(), new byte[0], other, Conditions.of(call)));
  }

  private CompletionStage<HttpResponse> takeNext(Call call) throws Refusal {
    String query = call.params().only("q").get("q").orElse("");
    return changing.answer(call, parser.takeNext(Utf8.bytes(query), Conditions.of(call)));
  }
}
