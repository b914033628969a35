package ticketd.wire;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.LinkChange;
import ticketd.ticket.Rating;
import ticketd.ticket.Recorded;
import ticketd.ticket.TicketEvent;

/** A change in JSON, the same for HISTORY and for a watch. */
public final class EventJson {
  private static final SerializedString EVENT = name("event");
  private static final SerializedString SEQ = name("seq");
  private static final SerializedString ID = name("id");
  private static final SerializedString BY = name("by");
  private static final SerializedString AT = name("at");
  private static final SerializedString CHANGES = name("changes");
  private static final SerializedString COMMENT = name("comment");
  private static final SerializedString INTERNAL = name("internal");
  private static final SerializedString TICKET = name("ticket");
  private static final SerializedString MATCHES = name("matches");

  private static final SerializedString[] EVENTS =
      Arrays.stream(EventKind.values())
          .map(kind -> name(kind.wireName()))
          .toArray(SerializedString[]::new);

  private EventJson() {}

  /** Writes the line of a history. */
  public static void write(LineBuffer out, Recorded recorded) {
    JsonLine.write(out, json -> members(json, recorded));
  }

  /**
   * Writes the line of a watch.
   *
   * @param matches whether the ticket matches the watch's query just after the change
   */
  public static void write(LineBuffer out, Recorded recorded, boolean matches) {
    JsonLine.write(
        out,
        json -> {
          members(json, recorded);
          json.bool(MATCHES, matches);
        });
  }

  private static void members(JsonLine json, Recorded recorded) throws IOException {
    TicketEvent event = recorded.event();
    json.word(EVENT, EVENTS[event.kind().ordinal()]);
    json.number(SEQ, recorded.stamp().seq());
    json.number(ID, event.after().id());
    json.text(BY, recorded.stamp().by().name());
    json.time(AT, recorded.stamp().at());
    if (event instanceof TicketEvent.Changed changed) {
      changes(json, changed);
    }
    Optional<String> comment = event.comment();
    if (comment.isPresent()) {
      json.text(COMMENT, comment.get());
    }
    if (event instanceof TicketEvent.Noted noted) {
      json.text(COMMENT, noted.note());
      json.bool(INTERNAL, true);
    }
    TicketJson.member(json, TICKET, event.after());
  }

  private static void changes(JsonLine json, TicketEvent.Changed changed) throws IOException {
    Pairs pairs = new Pairs(json);
    FieldChanges.visit(changed, pairs);
    pairs.end();
  }

  /** The object of {@code [old, new]} pairs; none where no field changed. */
  private static final class Pairs implements FieldChanges.Visitor {
    private final JsonLine json;
    private final JsonGenerator generator;
    private boolean begun;

    Pairs(JsonLine json) {
      this.json = json;
      this.generator = json.generator();
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

    @Override
    public void due(Optional<Instant> before, Optional<Instant> after) {
      pair(
          "due",
          () -> {
            json.timeOrNull(before);
            json.timeOrNull(after);
          });
    }

    @Override
    public void links(LinkChange change) {
      pair(
          "links",
          () -> {
            TicketJson.links(json, change.before());
            TicketJson.links(json, change.after());
          });
    }

    @Override
    public void rating(Optional<Rating> before, Optional<Rating> after) {
      pair(
          "rating",
          () -> {
            TicketJson.rating(json, before);
            TicketJson.rating(json, after);
          });
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
            TicketJson.array(generator, before);
            TicketJson.array(generator, after);
          });
    }
  }
}
