package ticketd.protocol;

import static ticketd.protocol.JsonLine.name;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Comment;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketEvent;

/** One JSON object a line, for programs. */
final class JsonResponseWriter implements ResponseWriter {
  private static final SerializedString OK = name("ok");
  private static final SerializedString CODE = name("code");
  private static final SerializedString MESSAGE = name("message");
  private static final SerializedString PROMPT = name("prompt");
  private static final SerializedString NAME = name("name");
  private static final SerializedString COUNT = name("count");
  private static final SerializedString CHANGED = name("changed");
  private static final SerializedString DUPLICATE = name("duplicate");
  private static final SerializedString TICKET = name("ticket");
  private static final SerializedString GENERATION = name("generation");
  private static final SerializedString LANG = name("lang");
  private static final SerializedString FORMAT = name("format");
  private static final SerializedString VERB = name("verb");
  private static final SerializedString USAGE = name("usage");
  private static final SerializedString HELP = name("help");

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

  private static final SerializedString EVENT = name("event");
  private static final SerializedString BY = name("by");
  private static final SerializedString AT = name("at");
  private static final SerializedString CHANGES = name("changes");
  private static final SerializedString COMMENT = name("comment");

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
  private static final SerializedString[] EVENTS =
      Arrays.stream(EventKind.values())
          .map(kind -> name(kind.wireName()))
          .toArray(SerializedString[]::new);

  private final Language language;
  private final Texts texts;

  JsonResponseWriter(Language language) {
    this.language = language;
    this.texts = Texts.of(language);
  }

  @Override
  public void write(LineBuffer out, Response response) {
    if (response instanceof Response.HelpShown help) {
      help(out, help.verb());
    }
    JsonLine.write(
        out,
        json -> {
          json.bool(OK, !(response instanceof Response.Failed));
          members(json, response);
        });
  }

  private void members(JsonLine json, Response response) throws IOException {
    if (response instanceof Response.Changed changed) {
      changed(json, changed);
    } else if (response instanceof Response.Listed listed) {
      json.number(COUNT, listed.count());
    } else if (response instanceof Response.HistoryEnd end) {
      json.number(COUNT, end.count());
    } else if (response instanceof Response.Failed failed) {
      json.text(CODE, failed.code().wireName());
      json.text(MESSAGE, failed.message().in(language));
    } else if (response instanceof Response.Identified identified) {
      json.text(NAME, identified.name());
    } else if (response instanceof Response.Watching watching) {
      json.number(GENERATION, watching.generation());
      json.number(SEQ, watching.seq());
    } else if (response instanceof Response.StatsShown shown) {
      stats(json, shown.stats());
    } else if (response instanceof Response.LanguageSet set) {
      json.text(LANG, set.language().wireName());
    } else if (response instanceof Response.FormatSet set) {
      json.text(FORMAT, set.format().wireName());
    }
    // The others say all by being ok.
  }

  private static void changed(JsonLine json, Response.Changed changed) throws IOException {
    Ticket ticket = changed.ticket();
    json.number(ID, ticket.id());
    json.number(VERSION, ticket.version());
    json.number(SEQ, ticket.seq());
    if (changed.verb() != Verb.SENDTICKET) {
      json.bool(CHANGED, changed.changed());
    }
    if (changed.duplicate()) {
      json.bool(DUPLICATE, true);
    }
    if (changed.verb() == Verb.TAKE) {
      json.generator().writeFieldName(TICKET);
      json.generator().writeStartObject();
      ticket(json, ticket);
      json.generator().writeEndObject();
    }
  }

  private static void stats(JsonLine json, Stats stats) {
    StatNames.visit(
        stats,
        (name, camelCase, value) -> {
          try {
            if (value instanceof Long number) {
              json.generator().writeNumberField(camelCase, number);
            } else {
              json.generator().writeStringField(camelCase, value.toString());
            }
          } catch (IOException e) {
            throw new UncheckedIOException("a buffer was written", e);
          }
        });
  }

  private void help(LineBuffer out, Optional<Verb> verb) {
    for (Verb each : verb.isPresent() ? List.of(verb.get()) : List.of(Verb.values())) {
      List<String> lines = texts.explanation(each);
      String help = verb.isPresent() ? String.join("\n", lines) : lines.get(0);
      JsonLine.write(
          out,
          json -> {
            json.text(VERB, each.name());
            json.text(USAGE, texts.usage(each));
            json.text(HELP, help);
          });
    }
  }

  @Override
  public void prompt(LineBuffer out, boolean title) {
    LineBuffer prompt = new LineBuffer();
    texts.get(title ? Text.TITLE_PROMPT : Text.DESCRIPTION_PROMPT).write(prompt);
    JsonLine.write(out, json -> json.text(PROMPT, prompt.asString()));
  }

  @Override
  public void ticketLine(LineBuffer out, Ticket ticket) {
    JsonLine.write(out, json -> ticket(json, ticket));
  }

  private static void ticket(JsonLine json, Ticket ticket) throws IOException {
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

  private static void array(JsonGenerator generator, List<String> strings) throws IOException {
    generator.writeStartArray();
    for (String string : strings) {
      generator.writeString(string);
    }
    generator.writeEndArray();
  }

  @Override
  public void details(LineBuffer out, TicketDetails details) {
    Ticket ticket = details.ticket();
    JsonLine.write(
        out,
        json -> {
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
        });
  }

  private static void comment(JsonLine json, Comment comment) throws IOException {
    json.generator().writeStartObject();
    json.number(N, comment.n());
    json.text(AUTHOR, comment.author().name());
    json.text(TEXT, comment.text());
    json.time(CREATED_AT, comment.createdAt());
    json.generator().writeEndObject();
  }

  @Override
  public void historyLine(LineBuffer out, Recorded recorded) {
    eventLine(out, recorded);
  }

  @Override
  public void watchLine(LineBuffer out, Recorded recorded) {
    eventLine(out, recorded);
  }

  private static void eventLine(LineBuffer out, Recorded recorded) {
    TicketEvent event = recorded.event();
    JsonLine.write(
        out,
        json -> {
          json.word(EVENT, EVENTS[event.kind().ordinal()]);
          json.number(SEQ, recorded.stamp().seq());
          json.number(ID, event.after().id());
          json.text(BY, recorded.stamp().by().name());
          json.time(AT, recorded.stamp().at());
          if (event instanceof TicketEvent.Changed changed) {
            changes(json.generator(), changed);
          }
          Optional<String> comment = event.comment();
          if (comment.isPresent()) {
            json.text(COMMENT, comment.get());
          }
          json.generator().writeFieldName(TICKET);
          json.generator().writeStartObject();
          ticket(json, event.after());
          json.generator().writeEndObject();
        });
  }

  private static void changes(JsonGenerator generator, TicketEvent.Changed changed)
      throws IOException {
    Pairs pairs = new Pairs(generator);
    FieldChanges.visit(changed, pairs);
    pairs.end();
  }

  /** The object of {@code [old, new]} pairs; none where no field changed. */
  private static final class Pairs implements FieldChanges.Visitor {
    private final JsonGenerator generator;
    private boolean begun;

    Pairs(JsonGenerator generator) {
      this.generator = generator;
    }

    /** Writes an old and a new value. */
    private interface Pair {
      void write() throws IOException;
    }

    private void pair(String name, Pair pair) {
      try {
        if (!begun) {
          generator.writeFieldName(CHANGES);
          generator.writeStartObject();
          begun = true;
        }
        generator.writeFieldName(name);
        generator.writeStartArray();
        pair.write();
        generator.writeEndArray();
      } catch (IOException e) {
        throw new UncheckedIOException("a buffer was written", e);
      }
    }

    void end() throws IOException {
      if (begun) {
        generator.writeEndObject();
      }
    }

    @Override
    public void title(String before, String after) {
      texts("title", before, after);
    }

    @Override
    public void description(String before, String after) {
      texts("description", before, after);
    }

    private void texts(String name, String before, String after) {
      pair(
          name,
          () -> {
            generator.writeString(before);
            generator.writeString(after);
          });
    }

    @Override
    public void word(FieldChanges.Field field, Optional<String> before, Optional<String> after) {
      pair(
          field.wireName(),
          () -> {
            wordOrNull(before);
            wordOrNull(after);
          });
    }

    private void wordOrNull(Optional<String> word) throws IOException {
      if (word.isPresent()) {
        generator.writeString(word.get());
      } else {
        generator.writeNull();
      }
    }

    @Override
    public void tags(List<String> before, List<String> after) {
      pair(
          "tags",
          () -> {
            array(generator, before);
            array(generator, after);
          });
    }
  }
}
