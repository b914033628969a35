package ticketd.session;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.Desk;
import ticketd.desk.Feed;
import ticketd.desk.NewChanges;
import ticketd.desk.View;
import ticketd.desk.Watched;
import ticketd.door.Connections;
import ticketd.door.Door;
import ticketd.door.Watchers;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.ticket.TicketQuery;
import ticketd.wire.ErrorCode;
import ticketd.wire.Request;

/** The watch of one connection, off at first: a position in the log, and how it is shown. */
final class WatchFeed {
  /** A watch that is on, of the history that the view was of when it began. */
  private record Shown(
      TicketQuery query,
      ResponseWriter writer,
      View view,
      long generation,
      Feed feed,
      StreamedReply<Watched> events) {
    static Shown of(
        TicketQuery query, ResponseWriter writer, View view, long generation, Feed feed) {
      return new Shown(query, writer, view, generation, feed, written(feed, writer));
    }

    Shown in(ResponseWriter other) {
      return of(query, other, view, generation, feed);
    }

    Shown through(View other) {
      return of(query, writer, other, generation, other.changes(query, feed.seq()));
    }
  }

  private final Desk desk;
  private final ActorRef<NewChanges> newChanges;
  private final ConnectionState state;
  private final Connections connections;
  private Optional<Shown> shown = Optional.empty();
  private Optional<Watchers.Watcher> watcher = Optional.empty();

  WatchFeed(
      Desk desk, ActorRef<NewChanges> newChanges, ConnectionState state, Connections connections) {
    this.desk = desk;
    this.newChanges = newChanges;
    this.state = state;
    this.connections = connections;
  }

  /** Begins where the request says, and says so; one that was on ends. */
  void start(Request.Watch request, View view, Replies replies) {
    long now = view.generation();
    long since = request.since().map(Request.Since::seq).orElseGet(view::lastSeq);
    OptionalLong generation =
        request.since().map(Request.Since::generation).orElse(OptionalLong.empty());
    if (since > view.lastSeq() || (generation.isPresent() && generation.getAsLong() != now)) {
      replies.fail(ErrorCode.GONE);
      return;
    }
    end();
    Feed feed = view.changes(request.query(), since);
    shown = Optional.of(Shown.of(request.query(), replies.writer(), view, now, feed));
    state.watching(true);
    watcher = Optional.of(connections.watchers().begin(Door.LINES, since));
    awaitChange();
    replies.say(new Response.Watching(now, since));
  }

  private static StreamedReply<Watched> written(Feed feed, ResponseWriter writer) {
    return StreamedReply.endless(
        feed, writer, (to, out, change) -> to.watchLine(out, change.recorded(), change.matches()));
  }

  /** In another language or format from here on. */
  void showIn(ResponseWriter writer) {
    shown = shown.map(on -> on.in(writer));
  }

  /** From where it is on by another right of whoever it is for. */
  void goOn(View view) {
    shown = shown.map(on -> on.through(view));
  }

  /** Whether the right that it began with ended, be there another by now: it shows nothing more. */
  boolean hasEnded() {
    return shown.map(on -> on.feed().hasEnded()).orElse(false);
  }

  boolean isOn() {
    return shown.isPresent();
  }

  /** Whether the desk has begun another history, as it is put back: what comes is none of this. */
  boolean isGone() {
    return shown.map(on -> on.view().generation() != on.generation()).orElse(false);
  }

  boolean isBehind() {
    return shown.isPresent() && shown.get().feed().isBehind();
  }

  /** The events not yet shown; empty while it is off. */
  Optional<StreamedReply<Watched>> events() {
    return shown.map(Shown::events);
  }

  /** Asks to be told of the next change, where it is on. */
  void awaitChange() {
    shown.ifPresent(
        on -> {
          passed();
          desk.awaitChange(on.feed().seq(), newChanges);
        });
  }

  /** What was passed by now is counted as shown. */
  void passed() {
    shown.ifPresent(on -> watcher.ifPresent(it -> it.passed(on.feed().seq())));
  }

  void end() {
    if (shown.isPresent()) {
      shown = Optional.empty();
      state.watching(false);
      watcher.ifPresent(Watchers.Watcher::end);
      watcher = Optional.empty();
      desk.forget(newChanges);
    }
  }
}
