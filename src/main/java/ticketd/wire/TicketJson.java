package ticketd.wire;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Comment;
import ticketd.ticket.Extras;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.Note;
import ticketd.ticket.Priority;
import ticketd.ticket.Rating;
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
  private static final SerializedString DUE = name("due");
  private static final SerializedString RATING = name("rating");
  private static final SerializedString RESPONSIVENESS = name("responsiveness");
  private static final SerializedString COMPETENCE = name("competence");
  private static final SerializedString SATISFACTION = name("satisfaction");
  private static final SerializedString ESCALATED = name("escalated");
  private static final SerializedString CLOSED_AT = name("closedAt");
  private static final SerializedString COMMENT_COUNT = name("commentCount");
  private static final SerializedString LINKS = name("links");
  private static final SerializedString TYPE = name("type");
  private static final SerializedString NOTES = name("notes");
  private static final SerializedString NOTE_COUNT = name("noteCount");
  private static final SerializedString INTERNAL = name("internal");
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
    extras(json, ticket.extras());
  }

  /** As an export shows it. */
  public static void membersAndLinks(JsonLine json, Ticket ticket, List<Link> links)
      throws IOException {
    members(json, ticket);
    json.generator().writeFieldName(LINKS);
    links(json, links);
  }

  private static void extras(JsonLine json, Extras extras) throws IOException {
    json.generator().writeFieldName(DUE);
    json.timeOrNull(extras.due());
    json.generator().writeFieldName(RATING);
    rating(json, extras.rating());
    json.bool(ESCALATED, extras.isEscalated());
    json.generator().writeFieldName(CLOSED_AT);
    json.timeOrNull(extras.closedAt());
  }

  static void links(JsonLine json, List<Link> links) throws IOException {
    json.generator().writeStartArray();
    for (Link link : links) {
      json.generator().writeStartObject();
      json.text(TYPE, link.type().wireName());
      json.number(ID, link.id());
      json.generator().writeEndObject();
    }
    json.generator().writeEndArray();
  }

  private static void note(JsonLine json, Note note) throws IOException {
    json.generator().writeStartObject();
    json.number(N, note.n());
    json.text(AUTHOR, note.author().name());
    json.text(TEXT, note.text());
    json.time(CREATED_AT, note.createdAt());
    json.bool(INTERNAL, true);
    json.generator().writeEndObject();
  }

  static void rating(JsonLine json, Optional<Rating> rating) throws IOException {
    if (rating.isEmpty()) {
      json.generator().writeNull();
      return;
    }
    json.generator().writeStartObject();
    json.number(RESPONSIVENESS, rating.get().responsiveness());
    json.number(COMPETENCE, rating.get().competence());
    json.number(SATISFACTION, rating.get().satisfaction());
    json.generator().writeEndObject();
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
    extras(json, ticket.extras());
    json.generator().writeFieldName(LINKS);
    links(json, details.links());
    json.generator().writeFieldName(NOTES);
    json.generator().writeStartArray();
    for (Note note : details.notes()) {
      note(json, note);
    }
    json.generator().writeEndArray();
    json.number(NOTE_COUNT, details.noteCount());
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
