package ticketd.wire;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The desk in figures, in JSON. */
public final class StatsJson {
  private StatsJson() {}

  public static void members(JsonLine json, Stats stats) {
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
}
