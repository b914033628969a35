package ticketd.server.log;

import java.util.List;

/**
 * One entry of the interaction log.
 *
 * @param event a stable word for programs, {@code filed} for example
 * @param text for people, in the server's language
 * @param fields for programs, beside the text
 */
public record LogEntry(String event, String text, List<Field> fields) {
  public LogEntry {
    fields = List.copyOf(fields);
  }

  /** A named number. */
  public record Count(String name, long value) implements Field {}

  /** A named text. */
  public record Word(String name, String value) implements Field {}

  /** Something a program may want to filter by. */
  public sealed interface Field {
    String name();
  }
}
