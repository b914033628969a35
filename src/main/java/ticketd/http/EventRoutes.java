package ticketd.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import ticketd.desk.View;
import ticketd.door.Entrance;
import ticketd.wire.ErrorCode;
import ticketd.wire.Parsed;
import ticketd.wire.ReadParser;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.Verb;
import ticketd.wire.WatchPosition;

/** Changes as they happen: WATCH. */
final class EventRoutes {
  /** For nginx, which would keep events back until it has a buffer full. */
  private static final HttpHeader UNBUFFERED = RawHeader.create("X-Accel-Buffering", "no");

  private final DeskCalls calls;
  private final ReadParser parser;
  private final EventHub hub;
  private final Entrance entrance;

  EventRoutes(HttpEnvironment environment) {
    this.calls = new DeskCalls(environment);
    this.parser = new ReadParser(environment.clock());
    this.hub = new EventHub(environment);
    this.entrance = environment.entrance();
  }

  List<Route> all() {
    return List.of(new Route(HttpMethods.GET, "/api/v1/events", 0, this::events).as(Verb.WATCH));
  }

  private CompletionStage<HttpResponse> events(Call call) throws Refusal {
    Conditions.checkNoKey(call.request(), Verb.WATCH);
    call.params().only("since", "q");
    Parsed parsed =
        parser.watch(call.params().get("q").orElse(""), call.params().get("since"), call.who());
    if (parsed instanceof Parsed.Refused refused) {
      return call.refuse(Problem.of(refused));
    }
    Request.Watch watch = (Request.Watch) ((Parsed.Accepted) parsed).request();
    return Saved.answer(
        call,
        calls,
        watch,
        Request.Watch.class,
        (view, ready) -> CompletableFuture.completedFuture(stream(call, ready, view)));
  }

  private HttpResponse stream(Call call, Request.Watch watch, View view) {
    EventFormat format = EventFormat.of(Heads.value(call.request(), "accept"));
    WatchPosition now = new WatchPosition(view.generation(), view.lastSeq());
    Optional<String> last = Heads.value(call.request(), "last-event-id");
    Optional<WatchPosition> from =
        last.isPresent()
            ? WatchPosition.parse(last.get()).filter(position -> isReached(position, now))
            : watch.since().map(since -> position(since, now)).orElse(Optional.of(now));
    if (from.isEmpty() && !format.canReset()) {
      return Problem.of(ErrorCode.GONE).in(call.language());
    }
    EventSubject subject =
        new EventSubject(watch.query(), view.onlyOf(), format, view.generation());
    EventStream events =
        new EventStream(
            hub,
            subject,
            view.shared(),
            from.orElse(now),
            from.isEmpty(),
            new Right(entrance, call.asker()));
    return HttpResponse.create()
        .addHeader(UNBUFFERED)
        .addAttribute(Answering.ON_LEAVING, events::leave)
        .withEntity(HttpEntities.createChunked(format.contentType(), Source.fromGraph(events)));
  }

  /** Where {@code since} is in the store's history; empty where it is of another. */
  private static Optional<WatchPosition> position(Request.Since since, WatchPosition now) {
    WatchPosition asked =
        new WatchPosition(since.generation().orElse(now.generation()), since.seq());
    return Optional.of(asked).filter(position -> isReached(position, now));
  }

  private static boolean isReached(WatchPosition position, WatchPosition now) {
    return position.generation() == now.generation() && position.seq() <= now.seq();
  }
}
