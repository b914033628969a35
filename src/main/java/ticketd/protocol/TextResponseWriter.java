package ticketd.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Comment;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketEvent;

/**
 * Lines for people. What programs may look for (field and event names, states) is in no language.
 */
final class TextResponseWriter implements ResponseWriter {
  private static final byte[] OK = bytes("[OK]");
  private static final byte[] OK_AND_TEXT = bytes("[OK] ");
  private static final byte[] ERROR = bytes("[ERR] ");
  private static final byte[] DOT = bytes(" · ");
  private static final byte[] ARROW = bytes(" -> ");
  private static final byte[] AUTHOR = bytes(" [");
  private static final byte[] END_AUTHOR = bytes("] ");
  private static final byte[] DASH = bytes(" - ");
  private static final byte[] AT = bytes(" · @");
  private static final byte[] TAG = bytes(" · +");
  private static final byte[] LINE_BREAK = bytes(" ⏎ ");

  private static final byte[][] STATUS =
      Arrays.stream(Status.values()).map(s -> bytes(" · " + s.wireName())).toArray(byte[][]::new);
  private static final byte[][] CLOSED_AS =
      Arrays.stream(Resolution.values())
          .map(r -> bytes(" · closed:" + r.wireName()))
          .toArray(byte[][]::new);
  private static final byte[][] PRIORITY =
      Arrays.stream(Priority.values()).map(p -> bytes(" · " + p.wireName())).toArray(byte[][]::new);

  private final boolean dayFirst;
  private final Texts texts;
  private final LocalTimes filingDays;
  private final LocalTimes times;

  TextResponseWriter(Language language, ZoneId zone) {
    this.dayFirst = language == Language.FR;
    this.texts = Texts.of(language);
    this.filingDays = new LocalTimes(zone);
    this.times = new LocalTimes(zone);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void write(LineBuffer out, Response response) {
    if (response instanceof Response.Changed changed) {
      changed(out, changed);
    } else if (response instanceof Response.Listed listed) {
      counted(out, listed.count(), Text.NO_TICKET, Text.TICKET, Text.TICKETS);
    } else if (response instanceof Response.Shown) {
      out.append(OK);
    } else if (response instanceof Response.Failed failed) {
      out.append(ERROR).append(failed.code().wireName()).append(": ");
      failed.message().writeTo(out, texts);
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
      case TAG -> about(out, Text.TAGGED, ticket, tags(ticket));
      case EDIT -> texts.get(Text.EDITED).write(out, ticket.id());
      default -> throw new IllegalArgumentException(changed.verb() + " changes no ticket");
    }
  }

  private void about(LineBuffer out, Text text, Ticket ticket, String word) {
    texts.get(text).write(out, List.of(Long.toString(ticket.id()), word));
  }

  private static String tags(Ticket ticket) {
    return ticket.tags().isEmpty() ? "-" : String.join(" ", ticket.tags());
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

  @Override
  public void prompt(LineBuffer out, boolean title) {
    texts.get(title ? Text.TITLE_PROMPT : Text.DESCRIPTION_PROMPT).write(out);
    out.append('\n');
  }

  @Override
  public void ticketLine(LineBuffer out, Ticket ticket) {
    out.append('#').append(ticket.id());
    out.append(AUTHOR).append(ticket.author().name()).append(END_AUTHOR);
    out.append(ticket.title()).append(DASH);
    if (dayFirst) {
      filingDays.dayMonthYear(out, ticket.createdAt());
    } else {
      filingDays.yearMonthDay(out, ticket.createdAt());
    }
    attributes(out, ticket);
    out.append('\n');
  }

  /** What differs from a new ticket. */
  private static void attributes(LineBuffer out, Ticket ticket) {
    Optional<Resolution> resolution = ticket.resolution();
    if (resolution.isPresent()) {
      out.append(CLOSED_AS[resolution.get().ordinal()]);
    } else if (ticket.status() != Status.OPEN) {
      out.append(STATUS[ticket.status().ordinal()]);
    }
    if (ticket.priority() != Priority.NORMAL) {
      out.append(PRIORITY[ticket.priority().ordinal()]);
    }
    Optional<Identity> assignee = ticket.assignee();
    if (assignee.isPresent()) {
      out.append(AT).append(assignee.get().name());
    }
    List<String> tags = ticket.tags();
    for (int i = 0; i < tags.size(); i++) {
      out.append(TAG).append(tags.get(i));
    }
  }

  @Override
  public void details(LineBuffer out, TicketDetails details) {
    Ticket ticket = details.ticket();
    ticketLine(out, ticket);
    field(out, "status", ticket.status().wireName());
    field(out, "resolution", ticket.resolution().map(Resolution::wireName).orElse("-"));
    field(out, "priority", ticket.priority().wireName());
    field(out, "assignee", ticket.assignee().map(Identity::name).orElse("-"));
    field(out, "tags", tags(ticket));
    timeField(out, "created", ticket.createdAt());
    timeField(out, "updated", ticket.updatedAt());
    numberField(out, "version", ticket.version());
    numberField(out, "comments", ticket.comments());
    indented(out, details.description());
    for (Comment comment : details.comments()) {
      out.append(" comment ").append((long) comment.n());
      out.append(AUTHOR).append(comment.author().name()).append(END_AUTHOR);
      times.withOffset(out, comment.createdAt());
      out.append('\n');
      indented(out, comment.text());
    }
  }

  private static LineBuffer name(LineBuffer out, String name) {
    return out.append(' ').append(name).append(": ");
  }

  private static void field(LineBuffer out, String name, String value) {
    name(out, name).append(value).append('\n');
  }

  private static void numberField(LineBuffer out, String name, long value) {
    name(out, name).append(value).append('\n');
  }

  private void timeField(LineBuffer out, String name, Instant value) {
    times.withOffset(name(out, name), value);
    out.append('\n');
  }

  /** Each line of {@code text} behind two spaces; of an empty text, none. */
  private static void indented(LineBuffer out, String text) {
    if (text.isEmpty()) {
      return;
    }
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      out.append("  ").append(text, from, end).append('\n');
      from = end + 1;
    }
    out.append("  ").append(text, from, text.length()).append('\n');
  }

  @Override
  public void historyLine(LineBuffer out, Recorded recorded) {
    out.append(' ').append(recorded.stamp().seq()).append(' ');
    times.withOffset(out, recorded.stamp().at());
    what(out, recorded);
  }

  @Override
  public void watchLine(LineBuffer out, Recorded recorded) {
    out.append("! ").append(recorded.stamp().seq());
    out.append(" #").append(recorded.event().after().id());
    what(out, recorded);
  }

  private static void what(LineBuffer out, Recorded recorded) {
    TicketEvent event = recorded.event();
    out.append(AUTHOR).append(recorded.stamp().by().name()).append(END_AUTHOR);
    out.append(event.kind().wireName());
    if (event instanceof TicketEvent.Filed filed) {
      out.append(' ').append(filed.after().title());
      attributes(out, filed.after());
    } else if (event instanceof TicketEvent.Changed changed) {
      Shown shown = new Shown(out);
      FieldChanges.visit(changed, shown);
      event.comment().ifPresent(shown::comment);
    }
    out.append('\n');
  }

  /** {@code field old -> new} for each field that changed, dots between them. */
  private static final class Shown implements FieldChanges.Visitor {
    private final LineBuffer out;
    private boolean first = true;

    Shown(LineBuffer out) {
      this.out = out;
    }

    private LineBuffer begin(String name) {
      if (first) {
        out.append(' ');
      } else {
        out.append(DOT);
      }
      first = false;
      return out.append(name);
    }

    @Override
    public void title(String before, String after) {
      begin("title \"").append(before).append("\"").append(ARROW);
      out.append("\"").append(after).append("\"");
    }

    /** Only that it changed: the texts may be long. */
    @Override
    public void description(String before, String after) {
      begin("description");
    }

    @Override
    public void word(FieldChanges.Field field, Optional<String> before, Optional<String> after) {
      begin(field.wireName()).append(' ').append(before.orElse("-"));
      out.append(ARROW).append(after.orElse("-"));
    }

    @Override
    public void tags(List<String> before, List<String> after) {
      begin("tags");
      for (String tag : after) {
        if (!before.contains(tag)) {
          out.append(" +").append(tag);
        }
      }
      for (String tag : before) {
        if (!after.contains(tag)) {
          out.append(" -").append(tag);
        }
      }
    }

    /** On this one line: each line feed is shown by a sign. */
    void comment(String text) {
      begin("comment ");
      int from = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        out.append(text, from, end).append(LINE_BREAK);
        from = end + 1;
      }
      out.append(text, from, text.length());
    }
  }
}
