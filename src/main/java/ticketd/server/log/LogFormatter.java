package ticketd.server.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import ticketd.server.text.VisibleText;

/** Writes an entry of the interaction log as one line, without its end. For any thread. */
interface LogFormatter {
  String line(LogEntry entry);

  static LogFormatter of(LogFormat format, Clock clock) {
    return switch (format) {
      case TEXT -> entry -> VisibleText.of("[INFO] " + entry.text());
      case JSON -> new Json(clock)::line;
    };
  }

  /** The members that logback's JSON of warnings and errors has too, then the entry's own. */
  final class Json {
    /** Escapes all but ASCII: whatever a text holds, nothing of it reaches a terminal. */
    private static final JsonFactory FACTORY =
        JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Clock clock;

    private Json(Clock clock) {
      this.clock = clock;
    }

    private String line(LogEntry entry) {
      StringWriter line = new StringWriter();
      try (JsonGenerator json = FACTORY.createGenerator(line)) {
        json.writeStartObject();
        json.writeNumberField("timestamp", clock.millis());
        json.writeStringField("level", "INFO");
        json.writeStringField("event", entry.event());
        for (LogEntry.Field field : entry.fields()) {
          if (field instanceof LogEntry.Count number) {
            json.writeNumberField(number.name(), number.value());
          } else if (field instanceof LogEntry.Word word) {
            json.writeStringField(word.name(), word.value());
          }
        }
        json.writeStringField("message", entry.text());
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException("a StringWriter cannot fail", e);
      }
      return line.toString();
    }
  }
}
