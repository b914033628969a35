package ticketd.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.ticket.Rating;
import ticketd.ticket.Resolution;
import ticketd.ticket.Ticket;
import ticketd.wire.LineBuffer;
import ticketd.wire.LocalTimes;
import ticketd.wire.StatNames;
import ticketd.wire.Stats;
import ticketd.wire.Template;
import ticketd.wire.Text;
import ticketd.wire.TextTickets;
import ticketd.wire.Texts;
import ticketd.wire.Utf8;
import ticketd.wire.Verb;

/** The status lines of text replies, and the data lines of STATS and HELP before them. */
final class TextStatusLines {
  private static final byte[] OK = Utf8.bytes("[OK]");
  private static final byte[] OK_AND_TEXT = Utf8.bytes("[OK] ");
  private static final byte[] ERROR = Utf8.bytes("[ERR] ");

  private final Texts texts;
  private final LocalTimes times;
  private final TextAccounts accounts;

  TextStatusLines(Texts texts, LocalTimes times) {
    this.texts = texts;
    this.times = times;
    this.accounts = new TextAccounts(texts, times);
  }

  void write(LineBuffer out, Response response) {
    if (response instanceof Response.Changed changed) {
      changed(out, changed);
    } else if (response instanceof Response.Listed listed) {
      counted(out, listed.count(), Text.NO_TICKET, Text.TICKET, Text.TICKETS);
    } else if (response instanceof Response.Shown) {
      out.append(OK);
    } else if (response instanceof Response.Failed failed) {
      out.append(ERROR).append(failed.code().wireName()).append(": ");
      failed.message().writeTo(out, texts);
    } else if (response instanceof Response.Reported reported) {
      counted(out, reported.count(), Text.NO_GROUP, Text.GROUP, Text.GROUPS);
    } else if (response instanceof Response.QueryChanged changed) {
      ok(query(changed)).write(out.append(OK_AND_TEXT), changed.name());
    } else if (response instanceof Response.SavedEnd end) {
      counted(out, end.count(), Text.NO_QUERY, Text.QUERY, Text.QUERIES);
    } else if (response instanceof Response.HistoryEnd end) {
      counted(out, end.count(), Text.NO_CHANGE, Text.CHANGE, Text.CHANGES);
    } else if (response instanceof Response.Identified identified) {
      ok(Text.IDENTIFIED).write(out.append(OK_AND_TEXT), identified.name());
    } else if (response instanceof Response.Pong) {
      out.append(OK_AND_TEXT).append("PONG");
    } else if (response instanceof Response.Watching watching) {
      ok(Text.WATCHING)
          .write(
              out.append(OK_AND_TEXT),
              List.of(Long.toString(watching.generation()), Long.toString(watching.seq())));
    } else if (response instanceof Response.Unwatched) {
      ok(Text.UNWATCHED).write(out.append(OK_AND_TEXT));
    } else if (response instanceof Response.StatsShown shown) {
      stats(out, shown.stats());
    } else if (response instanceof Response.HelpShown help) {
      help(out, help.verb());
    } else if (response instanceof Response.LanguageSet set) {
      ok(Text.LANGUAGE_SET).write(out.append(OK_AND_TEXT), set.language().wireName());
    } else if (response instanceof Response.FormatSet set) {
      ok(Text.FORMAT_SET).write(out.append(OK_AND_TEXT), set.format().wireName());
    } else if (response instanceof Response.OfAccounts told) {
      accounts.write(out, told.answer());
    } else if (response instanceof Response.Bye) {
      ok(Text.BYE).write(out.append(OK_AND_TEXT));
    } else {
      throw new IllegalArgumentException("no line for " + response);
    }
    out.append('\n');
  }

  private Template ok(Text text) {
    return texts.get(text);
  }

  private void counted(LineBuffer out, long count, Text none, Text one, Text more) {
    Text text = count == 0 ? none : count == 1 ? one : more;
    texts.get(text).write(out.append(OK_AND_TEXT), count);
  }

  private static Text query(Response.QueryChanged changed) {
    if (!changed.changed()) {
      return Text.QUERY_UNCHANGED;
    }
    return changed.verb() == Verb.SAVE ? Text.QUERY_SAVED : Text.QUERY_UNSAVED;
  }

  private void changed(LineBuffer out, Response.Changed changed) {
    out.append(OK_AND_TEXT);
    Ticket ticket = changed.ticket();
    if (!changed.changed()) {
      texts.get(Text.UNCHANGED).write(out, ticket.id());
      return;
    }
    switch (changed.verb()) {
      case SENDTICKET -> texts.get(Text.FILED).write(out, ticket.id());
      case COMMENT -> texts.get(Text.COMMENTED).write(out, ticket.id());
      case NOTE -> texts.get(Text.NOTED).write(out, ticket.id());
      case LINK -> texts.get(Text.LINKED).write(out, ticket.id());
      case UNLINK -> texts.get(Text.UNLINKED).write(out, ticket.id());
      case RATE ->
          about(
              out, Text.RATED, ticket, ticket.extras().rating().map(Rating::toString).orElse("-"));
      case TAKE -> about(out, Text.TAKEN, ticket, ticket.title());
      case ASSIGN -> {
        Optional<Identity> assignee = ticket.assignee();
        if (assignee.isPresent()) {
          about(out, Text.ASSIGNED, ticket, assignee.get().name());
        } else {
          texts.get(Text.UNASSIGNED).write(out, ticket.id());
        }
      }
      case STATUS -> about(out, Text.MOVED, ticket, ticket.status().wireName());
      case CLOSE ->
          about(
              out, Text.CLOSED, ticket, ticket.resolution().map(Resolution::wireName).orElse("-"));
      case REOPEN -> texts.get(Text.REOPENED).write(out, ticket.id());
      case PRIORITY -> about(out, Text.PRIORITISED, ticket, ticket.priority().wireName());
      case TAG -> about(out, Text.TAGGED, ticket, TextTickets.tags(ticket));
      case DUE -> due(out, ticket);
      case EDIT -> texts.get(Text.EDITED).write(out, ticket.id());
      default -> throw new IllegalArgumentException(changed.verb() + " changes no ticket");
    }
  }

  private void due(LineBuffer out, Ticket ticket) {
    Optional<Instant> due = ticket.extras().due();
    if (due.isEmpty()) {
      texts.get(Text.DUE_CLEARED).write(out, ticket.id());
      return;
    }
    LineBuffer time = new LineBuffer();
    times.minutes(time, due.get());
    about(out, Text.DUE_SET, ticket, time.asString());
  }

  private void about(LineBuffer out, Text text, Ticket ticket, String word) {
    texts.get(text).write(out, List.of(Long.toString(ticket.id()), word));
  }

  private void stats(LineBuffer out, Stats stats) {
    StatNames.visit(
        stats,
        (name, camelCase, value) ->
            out.append(' ')
                .append(name)
                .append(": ")
                .append(value instanceof String text ? StatNames.onOneLine(text) : value.toString())
                .append('\n'));
    out.append(OK);
  }

  private void help(LineBuffer out, Optional<Verb> verb) {
    if (verb.isPresent()) {
      out.append(' ').append(texts.usage(verb.get())).append('\n');
      for (String line : texts.explanation(verb.get())) {
        out.append("  ").append(line).append('\n');
      }
    } else {
      for (Verb each : Verb.values()) {
        out.append(' ').append(texts.usage(each)).append('\n');
        out.append("    ").append(texts.explanation(each).get(0)).append('\n');
      }
    }
    out.append(OK);
  }
}
