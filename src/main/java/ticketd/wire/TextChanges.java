package ticketd.wire;

import java.util.List;
import java.util.Optional;
import ticketd.ticket.Recorded;
import ticketd.ticket.TicketEvent;

/** What a change changed, in text: the end of a HISTORY line and of a watch's line. */
public final class TextChanges {
  private static final byte[] DOT = Utf8.bytes(" · ");
  private static final byte[] ARROW = Utf8.bytes(" -> ");
  private static final byte[] LINE_BREAK = Utf8.bytes(" ⏎ ");

  private TextChanges() {}

  /** Writes who, the event and what it changed, and LF. */
  public static void write(LineBuffer out, Recorded recorded) {
    TicketEvent event = recorded.event();
    out.append(TextTickets.AUTHOR)
        .append(recorded.stamp().by().name())
        .append(TextTickets.END_AUTHOR);
    out.append(event.kind().wireName());
    if (event instanceof TicketEvent.Filed filed) {
      out.append(' ').append(filed.after().title());
      TextTickets.attributes(out, filed.after());
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
