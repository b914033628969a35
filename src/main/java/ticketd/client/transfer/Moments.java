package ticketd.client.transfer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalQuery;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Moments as programs write them: ISO 8601, and days as people in France do. */
final class Moments {
  private static final List<DateTimeFormatter> LOCAL =
      List.of(
          DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm[:ss][.SSS][.SSSSSS]"),
          DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss][.SSS][.SSSSSS]"),
          DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm[:ss]"));

  private static final List<DateTimeFormatter> DAYS =
      List.of(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.ofPattern("dd/MM/yyyy"));

  /** Between a day and a time. */
  private static final Pattern SPACE = Pattern.compile(" (?=[0-9])");

  private Moments() {}

  /** The moment; empty where it is none. Without an offset it is one of the system's zone. */
  static Optional<Instant> read(String text) {
    String moment = text.strip();
    if (moment.isEmpty()) {
      return Optional.empty();
    }
    try {
      String iso = moment.indexOf(' ') < 0 ? moment : SPACE.matcher(moment).replaceFirst("T");
      return Optional.of(OffsetDateTime.parse(iso).toInstant());
    } catch (DateTimeParseException e) {
      return readLocal(moment);
    }
  }

  private static Optional<Instant> readLocal(String moment) {
    ZoneId zone = ZoneId.systemDefault();
    return first(LOCAL, moment, LocalDateTime::from)
        .map(time -> time.atZone(zone).toInstant())
        .or(
            () ->
                first(DAYS, moment, LocalDate::from)
                    .map(day -> day.atStartOfDay(zone).toInstant()));
  }

  /** By the first of the formats that fits. */
  private static <T> Optional<T> first(
      List<DateTimeFormatter> formats, String moment, TemporalQuery<T> query) {
    return formats.stream()
        .map(format -> read(format, moment, query))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static <T> Optional<T> read(
      DateTimeFormatter format, String moment, TemporalQuery<T> query) {
    try {
      return Optional.of(format.parse(moment, query));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
