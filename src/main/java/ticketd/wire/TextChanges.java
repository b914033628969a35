package ticketd.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.Rating;
import ticketd.ticket.Recorded;
import ticketd.ticket.TicketEvent;

/** What a change changed, in text: the end of a HISTORY line and of a watch's line. */
public final class TextChanges {
  private static final byte[] DOT = Utf8.bytes(" · ");
  private static final byte[] ARROW = Utf8.bytes(" -> ");
  private static final byte[] LINE_BREAK = Utf8.bytes(" ⏎ ");

  private TextChanges() {}

  /** Writes who, the event and what it changed, times by {@code times}, and LF. */
  public static void write(LineBuffer out, Recorded recorded, LocalTimes times) {
    TicketEvent event = recorded.event();
    out.append(TextTickets.AUTHOR)
        .append(recorded.stamp().by().name())
        .append(TextTickets.END_AUTHOR);
    out.append(event.kind().wireName());
    if (event instanceof TicketEvent.Filed filed) {
      out.append(' ').append(filed.after().title());
      TextTickets.attributes(out, filed.after(), times);
    } else if (event instanceof TicketEvent.Changed changed) {
      Shown shown = new Shown(out, times);
      FieldChanges.visit(changed, shown);
      event.comment().ifPresent(text -> shown.text("comment ", text));
    } else if (event instanceof TicketEvent.Noted noted) {
      new Shown(out, times).text("note ", noted.note());
    }
    out.append('\n');
  }

  /** {@code field old -> new} for each field that changed, dots between them. */
  private static final class Shown implements FieldChanges.Visitor {
    private final LineBuffer out;
    private final LocalTimes times;
    private boolean first = true;

    Shown(LineBuffer out, LocalTimes times) {
      this.out = out;
      this.times = times;
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

    @Override
    public void due(Optional<Instant> before, Optional<Instant> after) {
      begin("due ");
      timeOrDash(before);
      out.append(ARROW);
      timeOrDash(after);
    }

    @Override
    public void links(LinkChange change) {
      begin("links");
      for (Link link : change.added()) {
        out.append(" +").append(link.toString());
      }
      for (Link link : change.removed()) {
        out.append(" -").append(link.toString());
      }
    }

    @Override
    public void rating(Optional<Rating> before, Optional<Rating> after) {
      begin("rating ").append(before.map(Rating::toString).orElse("-"));
      out.append(ARROW).append(after.map(Rating::toString).orElse("-"));
    }

    private void timeOrDash(Optional<Instant> time) {
      if (time.isPresent()) {
        times.withOffset(out, time.get());
      } else {
        out.append('-');
      }
    }

    /** On this one line: each line feed is shown by a sign. */
    void text(String name, String text) {
      begin(name);
      int from = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        out.append(text, from, end).append(LINE_BREAK);
        from = end + 1;
      }
      out.append(text, from, text.length());
    }
  }
}
