package ticketd.client.screen;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import ticketd.wire.Language;

/** The server's times in UTC as the person's clock and language have them, to the minute. */
public final class Times {
  private final DateTimeFormatter format;

  public Times(Language language) {
    String pattern = language == Language.FR ? "dd/MM/yyyy HH:mm" : "yyyy-MM-dd HH:mm";
    this.format =
        DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.systemDefault());
  }

  /** {@code instant}, ISO 8601, or as it is when it is no time. */
  public String show(String instant) {
    try {
      return format.format(Instant.parse(instant));
    } catch (DateTimeParseException e) {
      return Visible.line(instant);
    }
  }
}
