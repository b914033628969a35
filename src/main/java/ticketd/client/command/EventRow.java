package ticketd.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.link.Json;

/** A change as a server sends it in JSON, its texts safe to show on one line. */
record EventRow(
    long seq, String at, long id, String by, String event, String what, Optional<Json> ticket) {
  private static final String ARROW = " -> ";
  private static final String LINE_BREAK = " ⏎ ";

  static EventRow of(Json event) {
    return new EventRow(
        event.number("seq"),
        event.text("at"),
        event.number("id"),
        TicketRow.safe(event.text("by")),
        event.text("event"),
        what(event),
        event.object("ticket"));
  }

  private static String what(Json event) {
    List<String> parts = new ArrayList<>();
    if (event.text("event").equals("filed")) {
      event.object("ticket").ifPresent(ticket -> parts.add(ticket.text("title")));
    }
    Optional<Json> changes = event.object("changes");
    if (changes.isPresent()) {
      for (String field : changes.get().names()) {
        parts.add(change(field, changes.get().texts(field)));
      }
    }
    event.optionalText("comment").ifPresent(text -> parts.add("comment " + text));
    return TicketRow.safe(String.join(" · ", parts).replace("\n", LINE_BREAK));
  }

  private static String change(String field, List<String> oldAndNew) {
    if (field.equals("description") || oldAndNew.size() != 2) {
      // The texts may be long: that it changed is enough.
      return field;
    }
    return field + " " + orDash(oldAndNew.get(0)) + ARROW + orDash(oldAndNew.get(1));
  }

  private static String orDash(String value) {
    return value.isEmpty() ? "-" : value;
  }

  /** The columns of plain output, separated by TAB. */
  String columns() {
    return String.join("\t", Long.toString(seq), at, "#" + id, by, event, what);
  }
}
