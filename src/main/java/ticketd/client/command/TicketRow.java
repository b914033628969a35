package ticketd.client.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;

/** A ticket as a server sends it in JSON, its texts safe to show on one line. */
record TicketRow(
    long id,
    String title,
    String author,
    String status,
    Optional<String> resolution,
    String priority,
    Optional<String> assignee,
    List<String> tags,
    String createdAt,
    String updatedAt,
    long version,
    Optional<String> due) {

  static TicketRow of(Json ticket) {
    return new TicketRow(
        ticket.number("id"),
        safe(ticket.text("title")),
        safe(ticket.text("author")),
        ticket.text("status"),
        ticket.optionalText("resolution"),
        ticket.text("priority"),
        ticket.optionalText("assignee").map(TicketRow::safe),
        ticket.texts("tags").stream().map(TicketRow::safe).toList(),
        ticket.text("createdAt"),
        ticket.text("updatedAt"),
        ticket.number("version"),
        ticket.optionalText("due"));
  }

  /** Its TAB would be taken for the end of a column. */
  static String safe(String text) {
    return Visible.line(text).replace('\t', ' ');
  }

  /** The columns of plain output, separated by TAB; those without a value are empty. */
  String columns(boolean coloured) {
    return String.join(
        "\t",
        Colour.ID.on("#" + id, coloured),
        Colour.attribute(status, coloured),
        resolution.orElse(""),
        Colour.attribute(priority, coloured),
        title,
        Colour.PERSON.on(author, coloured),
        Colour.PERSON.on(assignee.orElse(""), coloured),
        Colour.TAG.on(String.join(",", tags), coloured),
        createdAt,
        updatedAt);
  }

  /** Status, priority, {@code @assignee} and {@code +tag} each, as LIST writes them. */
  List<String> attributes() {
    List<String> attributes = new ArrayList<>(List.of(fullStatus(), priority));
    assignee.ifPresent(name -> attributes.add("@" + name));
    tags.forEach(tag -> attributes.add("+" + tag));
    return attributes;
  }

  /** Those of the attributes that a new ticket does not have. */
  List<String> differences() {
    List<String> differences = attributes();
    differences.removeAll(List.of(Status.OPEN.wireName(), Priority.NORMAL.wireName()));
    return differences;
  }

  /** Whether it is not closed and should be by {@code now}. */
  boolean isOverdue(Instant now) {
    return !status.equals(Status.CLOSED.wireName())
        && due.map(when -> Instant.parse(when).isBefore(now)).orElse(false);
  }

  /** The status, of a closed ticket with how it was closed. */
  String fullStatus() {
    return resolution.map(how -> status + ":" + how).orElse(status);
  }
}
