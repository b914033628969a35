package ticketd.http;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import ticketd.desk.Scan;
import ticketd.desk.View;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Principal;
import ticketd.ticket.Recorded;
import ticketd.ticket.Rejection;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.wire.EventJson;
import ticketd.wire.JsonLine;
import ticketd.wire.Parsed;
import ticketd.wire.QueryOutline;
import ticketd.wire.ReadParser;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.TicketJson;
import ticketd.wire.Verb;
import ticketd.wire.WatchPosition;

/** Reads of tickets. */
final class TicketReads {
  static final int PAGE = 50;
  static final int MOST_IN_JSON = 1_000;
  private static final int SHOWN_COMMENTS = 100;

  private static final SerializedString TICKETS = name("tickets");
  private static final SerializedString COUNT = name("count");
  private static final SerializedString POSITION = name("position");

  private final HttpEnvironment environment;
  private final DeskCalls desk;
  private final ReadParser parser;
  private final LongReads reads;

  TicketReads(HttpEnvironment environment, DeskCalls desk) {
    this.environment = environment;
    this.desk = desk;
    this.parser = new ReadParser(environment.clock());
    this.reads = new LongReads(environment);
  }

  List<Route> all() {
    String ticket = ApiRoutes.TICKETS + "/{id}";
    return List.of(
        new Route(HttpMethods.GET, ApiRoutes.TICKETS, 0, this::list).as(Verb.LIST),
        new Route(HttpMethods.GET, ticket, 0, this::show).as(Verb.SHOW),
        new Route(HttpMethods.GET, ticket + "/history", 0, this::history).as(Verb.HISTORY));
  }

  private <T extends Request.Read> CompletionStage<HttpResponse> answer(
      Call call,
      Parsed parsed,
      Class<T> type,
      BiFunction<View, T, CompletionStage<HttpResponse>> answering)
      throws Refusal {
    if (parsed instanceof Parsed.Refused refused) {
      return call.refuse(Problem.of(refused));
    }
    T request = type.cast(((Parsed.Accepted) parsed).request());
    return Saved.answer(call, desk, request, type, answering);
  }

  // LIST

  private CompletionStage<HttpResponse> list(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.LIST);
    String query = call.params().only("q").get("q").orElse("");
    String media = Accepts.best(Heads.value(call.request(), "accept"), TicketRows.MEDIA);
    for (TicketRows rows : TicketRows.values()) {
      if (rows.media().equals(media)) {
        return answer(
            call,
            parser.list(query, call.who()),
            Request.ListTickets.class,
            (view, request) ->
                reads.rows(
                    new RowScan<>(
                        view.list(request.query()),
                        rows.in(view, call.language(), environment.clock())),
                    rows.type(),
                    call.asker()));
      }
    }
    return answer(
        call,
        parser.page(query, PAGE, MOST_IN_JSON, call.who()),
        Request.ListTickets.class,
        (view, request) -> page(view, request.query(), query));
  }

  private CompletionStage<HttpResponse> page(View view, ListQuery query, String words) {
    int most = query.limit().orElse(PAGE);
    // Before the first row: whoever goes on from there misses nothing.
    WatchPosition position = new WatchPosition(view.generation(), view.lastSeq());
    List<Ticket> found = new ArrayList<>();
    return reads
        .all(view.list(withOneMore(query, most)), found::add)
        .thenApply(
            nothing -> {
              List<Ticket> page = found.subList(0, Math.min(most, found.size()));
              HttpResponse response = Json.response(json -> page(json, page, position));
              return query.sort() == ListQuery.Sort.ID && found.size() > most
                  ? response.addHeader(next(words, page.get(page.size() - 1).id()))
                  : response;
            });
  }

  /** One row more tells whether there is a next page. */
  private static ListQuery withOneMore(ListQuery query, int most) {
    return new ListQuery(
        query.filter(), query.sort(), query.descending(), OptionalInt.of(most + 1), query.after());
  }

  private static void page(JsonLine json, List<Ticket> page, WatchPosition position)
      throws IOException {
    json.generator().writeFieldName(TICKETS);
    json.generator().writeStartArray();
    for (Ticket ticket : page) {
      json.generator().writeStartObject();
      TicketJson.members(json, ticket);
      json.generator().writeEndObject();
    }
    json.generator().writeEndArray();
    json.number(COUNT, page.size());
    json.text(POSITION, position.toString());
  }

  /** The same query behind the last one of this page. */
  private static RawHeader next(String words, long last) {
    String query = (QueryOutline.of(words).without("after") + " after:" + last).strip();
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return RawHeader.create("Link", "<" + ApiRoutes.TICKETS + "?q=" + encoded + ">; rel=\"next\"");
  }

  // SHOW

  private CompletionStage<HttpResponse> show(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.SHOW);
    call.params().only();
    return answer(
        call,
        parser.show(call.variable()),
        Request.Show.class,
        (view, request) -> {
          Optional<TicketDetails> details = view.ticket(request.id(), SHOWN_COMMENTS);
          return details.isEmpty() ? unknown(call, request.id()) : shown(call, details.get());
        });
  }

  private static CompletionStage<HttpResponse> unknown(Call call, long id) {
    return call.refuse(Outcome.problem(new Rejection.NoSuchTicket(id)));
  }

  private CompletionStage<HttpResponse> shown(Call call, TicketDetails details) {
    if (!Conditions.has(call.request(), Conditions.tag(details))) {
      return CompletableFuture.completedFuture(tagged(whole(details), details));
    }
    Optional<Principal.Known> known = call.asker().known();
    if (known.isEmpty()) {
      return CompletableFuture.completedFuture(tagged(notModified(), details));
    }
    if (Heads.value(call.request(), "authorization").isPresent()) {
      return CompletableFuture.completedFuture(tagged(notModified(), details));
    }
    // The tag is the same for all who see the ticket, and not all see the same of it: a browser
    // asks by what it has of whoever was signed in before.
    boolean seesAll = call.asker().seesOnly().isEmpty();
    return desk.view()
        .thenApply(
            all ->
                isAlikeToAll(details, all, seesAll)
                    ? tagged(notModified(), details)
                    : tagged(whole(details), details));
  }

  /**
   * Whether nobody sees more of the ticket than {@code seen}, nor less, as far as one who sees all
   * can know.
   */
  private static boolean isAlikeToAll(TicketDetails seen, View all, boolean seesAll) {
    return all.ticket(seen.ticket().id(), 0)
        .filter(whole -> whole.noteCount() == 0)
        .filter(
            whole -> whole.links().isEmpty() || (!seesAll && whole.links().equals(seen.links())))
        .isPresent();
  }

  private static HttpResponse whole(TicketDetails details) {
    return Json.response(json -> TicketJson.members(json, details));
  }

  private static HttpResponse notModified() {
    return HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED);
  }

  private static HttpResponse tagged(HttpResponse response, TicketDetails details) {
    return response
        .addHeader(RawHeader.create("ETag", Conditions.tag(details)))
        .addHeader(RawHeader.create("Vary", "Authorization, Cookie, Accept-Encoding"))
        .addHeader(RawHeader.create("Cache-Control", "no-cache"));
  }

  // HISTORY

  private CompletionStage<HttpResponse> history(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.HISTORY);
    Params params = call.params().only("after", "limit");
    return answer(
        call,
        parser.history(call.variable(), params.get("after"), params.get("limit")),
        Request.History.class,
        (view, request) -> {
          Optional<Scan<Recorded>> scan =
              view.history(request.id(), request.after(), request.limit());
          return scan.isEmpty()
              ? unknown(call, request.id())
              : reads.rows(
                  new RowScan<>(scan.get(), new RowsInJson<>("events", true, EventJson::write)),
                  ContentTypes.APPLICATION_JSON,
                  call.asker());
        });
  }
}
