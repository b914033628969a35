package ticketd.session;

import java.util.Optional;
import ticketd.desk.Scan;
import ticketd.desk.UnreadableException;
import ticketd.desk.View;
import ticketd.door.Connections;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.ticket.Recorded;
import ticketd.ticket.Rejection;
import ticketd.ticket.TicketDetails;
import ticketd.wire.Request;
import ticketd.wire.Stats;

/** Answers the requests that read. */
final class ReadReplies {
  private static final int SHOWN_COMMENTS = 100;

  private final SessionEnvironment environment;
  private final WatchFeed watch;
  private final Replies replies;

  ReadReplies(SessionEnvironment environment, WatchFeed watch, Replies replies) {
    this.environment = environment;
    this.watch = watch;
    this.replies = replies;
  }

  /**
   * Answers {@code request}, or returns a reply that may be long and of which nothing is written.
   */
  Optional<StreamedReply<?>> answer(Request.Read request, View view) {
    try {
      if (request instanceof Request.ListTickets list) {
        return Optional.of(
            StreamedReply.counted(
                view.list(list.query()),
                replies.writer(),
                list.query().isShort()
                    ? ResponseWriter::sharedTicketLine
                    : ResponseWriter::ticketLine,
                Response.Listed::new));
      } else if (request instanceof Request.History history) {
        return history(history, view);
      } else if (request instanceof Request.Show show) {
        show(show.id(), view);
      } else if (request instanceof Request.Report report) {
        return Optional.of(
            StreamedReply.counted(
                view.report(report.query()),
                replies.writer(),
                ResponseWriter::reportLine,
                count -> new Response.Reported(count - 1)));
      } else if (request instanceof Request.Saved) {
        return Optional.of(
            StreamedReply.counted(
                Scan.of(view.saved().all().iterator()),
                replies.writer(),
                ResponseWriter::savedLine,
                Response.SavedEnd::new));
      } else if (request instanceof Request.Stats) {
        replies.say(new Response.StatsShown(stats(view)));
      } else if (request instanceof Request.Watch start) {
        watch.start(start, view, replies);
      } else {
        throw new IllegalArgumentException("no answer to " + request);
      }
    } catch (UnreadableException e) {
      replies.failUnreadable();
    }
    return Optional.empty();
  }

  private Optional<StreamedReply<?>> history(Request.History request, View view) {
    Optional<Scan<Recorded>> scan = view.history(request.id(), request.after(), request.limit());
    if (scan.isEmpty()) {
      refuseUnknown(request.id());
      return Optional.empty();
    }
    return Optional.of(
        StreamedReply.counted(
            scan.get(), replies.writer(), ResponseWriter::historyLine, Response.HistoryEnd::new));
  }

  private void show(long id, View view) {
    Optional<TicketDetails> details = view.ticket(id, SHOWN_COMMENTS);
    if (details.isPresent()) {
      replies.show(details.get());
    } else {
      refuseUnknown(id);
    }
  }

  private void refuseUnknown(long id) {
    replies.refuse(new Rejection.NoSuchTicket(id));
  }

  private Stats stats(View view) {
    Connections connections = environment.connections();
    return new Stats(
        view.figures(),
        connections.count(),
        connections.watchers().count(),
        environment.process().uptime().toSeconds(),
        environment.process().certificateEnd(),
        environment.process().desk(),
        environment.process().rules());
  }
}
