package ticketd.wire;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Comment;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;

/** A ticket's members in JSON. */
public final class TicketJson {
  private static final SerializedString ID = name("id");
  private static final SerializedString TITLE = name("title");
  private static final SerializedString DESCRIPTION = name("description");
  private static final SerializedString AUTHOR = name("author");
  private static final SerializedString STATUS = name("status");
  private static final SerializedString RESOLUTION = name("resolution");
  private static final SerializedString PRIORITY = name("priority");
  private static final SerializedString ASSIGNEE = name("assignee");
  private static final SerializedString TAGS = name("tags");
  private static final SerializedString CREATED_AT = name("createdAt");
  private static final SerializedString UPDATED_AT = name("updatedAt");
  private static final SerializedString VERSION = name("version");
  private static final SerializedString SEQ = name("seq");
  private static final SerializedString COMMENTS = name("comments");
  private static final SerializedString COMMENT_COUNT = name("commentCount");
  private static final SerializedString N = name("n");
  private static final SerializedString TEXT = name("text");

  private static final SerializedString[] STATUSES =
      Arrays.stream(Status.values())
          .map(status -> name(status.wireName()))
          .toArray(SerializedString[]::new);
  private static final SerializedString[] RESOLUTIONS =
      Arrays.stream(Resolution.values())
          .map(resolution -> name(resolution.wireName()))
          .toArray(SerializedString[]::new);
  private static final SerializedString[] PRIORITIES =
      Arrays.stream(Priority.values())
          .map(priority -> name(priority.wireName()))
          .toArray(SerializedString[]::new);

  private TicketJson() {}

  /** As LIST shows it. */
  public static void members(JsonLine json, Ticket ticket) throws IOException {
    json.number(ID, ticket.id());
    json.text(TITLE, ticket.title());
    fields(json, ticket);
    json.number(COMMENTS, ticket.comments());
  }

  /** From the author to the last change. */
  private static void fields(JsonLine json, Ticket ticket) throws IOException {
    json.text(AUTHOR, ticket.author().name());
    json.word(STATUS, STATUSES[ticket.status().ordinal()]);
    Optional<Resolution> resolution = ticket.resolution();
    if (resolution.isPresent()) {
      json.word(RESOLUTION, RESOLUTIONS[resolution.get().ordinal()]);
    } else {
      json.nothing(RESOLUTION);
    }
    json.word(PRIORITY, PRIORITIES[ticket.priority().ordinal()]);
    Optional<Identity> assignee = ticket.assignee();
    if (assignee.isPresent()) {
      json.text(ASSIGNEE, assignee.get().name());
    } else {
      json.nothing(ASSIGNEE);
    }
    json.generator().writeFieldName(TAGS);
    array(json.generator(), ticket.tags());
    json.time(CREATED_AT, ticket.createdAt());
    json.time(UPDATED_AT, ticket.updatedAt());
    json.number(VERSION, ticket.version());
    json.number(SEQ, ticket.seq());
  }

  static void array(JsonGenerator generator, List<String> strings) throws IOException {
    generator.writeStartArray();
    for (String string : strings) {
      generator.writeString(string);
    }
    generator.writeEndArray();
  }

  /** As a member of another object. */
  public static void member(JsonLine json, SerializedString name, Ticket ticket)
      throws IOException {
    json.generator().writeFieldName(name);
    json.generator().writeStartObject();
    members(json, ticket);
    json.generator().writeEndObject();
  }

  /** As SHOW shows it. */
  public static void members(JsonLine json, TicketDetails details) throws IOException {
    Ticket ticket = details.ticket();
    json.number(ID, ticket.id());
    json.text(TITLE, ticket.title());
    json.text(DESCRIPTION, details.description());
    fields(json, ticket);
    json.generator().writeFieldName(COMMENTS);
    json.generator().writeStartArray();
    for (Comment comment : details.comments()) {
      comment(json, comment);
    }
    json.generator().writeEndArray();
    json.number(COMMENT_COUNT, ticket.comments());
  }

  private static void comment(JsonLine json, Comment comment) throws IOException {
    json.generator().writeStartObject();
    json.number(N, comment.n());
    json.text(AUTHOR, comment.author().name());
    json.text(TEXT, comment.text());
    json.time(CREATED_AT, comment.createdAt());
    json.generator().writeEndObject();
  }
}
