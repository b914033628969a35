package ticketd.client.command;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Times;
import ticketd.protocol.Json;

/**
 * A change as a server sends it in JSON, its texts safe to show on one line.
 *
 * @param what behind each other, what changed
 * @param isNamedAfterIt whether the event is named after the one field that it changed
 */
record EventRow(
    long seq,
    String at,
    long id,
    String by,
    String event,
    List<Cell> what,
    boolean isNamedAfterIt) {
  /** The field that an event is named after. */
  private static final Map<String, String> NAMED_AFTER =
      Map.of(
          "status", "status",
          "prioritised", "priority",
          "assigned", "assignee",
          "tagged", "tags",
          "due", "due",
          "linked", "links",
          "unlinked", "links",
          "rated", "rating");

  /** Of a change: what its field is called, and a space. */
  private static final int LABEL = 2;

  private static final String SEPARATOR = " · ";
  private static final String ARROW = " -> ";
  private static final String LINE_BREAK = " ⏎ ";

  /** As programs are shown it. */
  static EventRow of(Json event, boolean coloured) {
    return of(event, new Changes(Optional.empty(), coloured));
  }

  /** As a person who reads that language is. */
  static EventRow of(Json event, Texts texts, boolean coloured) {
    return of(event, new Changes(Optional.of(texts), coloured));
  }

  private static EventRow of(Json event, Changes changes) {
    return new EventRow(
        event.number("seq"),
        event.text("at"),
        event.number("id"),
        TicketRow.safe(event.text("by")),
        event.text("event"),
        changes.of(event),
        isNamedAfterItsChange(event));
  }

  private static boolean isNamedAfterItsChange(Json event) {
    String field = NAMED_AFTER.getOrDefault(event.text("event"), "");
    Optional<Json> changes = event.object("changes");
    if (changes.isEmpty() || !changes.get().has(field)) {
      return false;
    }
    Iterator<String> changed = changes.get().names().iterator();
    changed.next();
    return !changed.hasNext();
  }

  /** What changed, without the name of a field that the event's name has said. */
  List<Cell> behindName() {
    return isNamedAfterIt ? what.subList(LABEL, what.size()) : what;
  }

  /** The columns of plain output, separated by TAB. */
  String columns() {
    String changed =
        what.stream().map(cell -> cell.painting().paint(cell.text())).collect(Collectors.joining());
    return String.join("\t", Long.toString(seq), at, "#" + id, by, event, changed);
  }

  /** What an event changed, cell by cell. */
  private static final class Changes {
    private final Optional<Texts> person;
    private final Terms terms;
    private final boolean coloured;
    private final List<Cell> cells = new ArrayList<>();

    Changes(Optional<Texts> person, boolean coloured) {
      this.person = person;
      this.terms = person.map(texts -> Terms.in(texts.language())).orElse(Terms.WIRE);
      this.coloured = coloured;
    }

    List<Cell> of(Json event) {
      Optional<Json> ticket = event.object("ticket");
      if (event.text("event").equals("filed") && ticket.isPresent()) {
        TicketRow filed = TicketRow.of(ticket.get());
        begin(filed.title());
        for (String difference : filed.differences()) {
          begin("");
          cells.add(attribute(difference));
        }
      }
      Optional<Json> changes = event.object("changes");
      if (changes.isPresent()) {
        for (String field : changes.get().names()) {
          change(
              field, person.isPresent() ? said(changes.get(), field) : changes.get().texts(field));
        }
      }
      boolean note = person.isPresent() && event.text("event").equals("noted");
      String name = terms.field(note ? "note" : "comment");
      event.optionalText("comment").ifPresent(text -> begin(name + " " + text));
      return cells;
    }

    /** What a field was and is, where the wire has moments and objects in a person's words. */
    private List<String> said(Json changes, String field) {
      return switch (field) {
        case "due" -> {
          Times times = new Times(person.orElseThrow().language());
          yield changes.texts(field).stream()
              .map(time -> time.isEmpty() ? "" : times.show(time))
              .toList();
        }
        case "links" ->
            List.of(links(changes.objectsAt(field, 0)), links(changes.objectsAt(field, 1)));
        case "rating" ->
            List.of(rating(changes.objectsAt(field, 0)), rating(changes.objectsAt(field, 1)));
        default -> changes.texts(field);
      };
    }

    private String links(List<Json> links) {
      return links.stream()
          .map(
              link ->
                  person.orElseThrow().get("link." + link.text("type")) + " #" + link.text("id"))
          .collect(Collectors.joining(", "));
    }

    private static String rating(List<Json> rating) {
      return rating.stream()
          .map(
              marks ->
                  String.join(
                      " ",
                      marks.text("responsiveness"),
                      marks.text("competence"),
                      marks.text("satisfaction")))
          .collect(Collectors.joining());
    }

    private void begin(String text) {
      String safe = TicketRow.safe(text.replace("\n", LINE_BREAK));
      cells.add(Cell.plain(cells.isEmpty() ? safe : SEPARATOR + safe));
    }

    private void change(String field, List<String> oldAndNew) {
      begin(terms.field(field));
      // The texts of a description may be long: that it changed is enough.
      if (!field.equals("description") && oldAndNew.size() == 2) {
        cells.add(Cell.plain(" "));
        cells.add(value(field, oldAndNew.get(0)));
        cells.add(Cell.plain(ARROW));
        cells.add(value(field, oldAndNew.get(1)));
      }
    }

    private Cell value(String field, String value) {
      String shown = value.isEmpty() ? "-" : TicketRow.safe(value);
      return switch (field) {
        case "status", "priority", "resolution" -> attribute(shown);
        default -> Cell.plain(shown);
      };
    }

    private Cell attribute(String attribute) {
      return new Cell(
          terms.attribute(attribute), shown -> Colour.attribute(attribute, shown, coloured));
    }
  }
}
