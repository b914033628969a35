package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTimesTest {
  private static final long FROM = Instant.parse("1970-01-01T00:00:00Z").toEpochMilli();
  private static final long UNTIL = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
  private static final DateTimeFormatter FRENCH = format("dd/MM/yyyy");
  private static final DateTimeFormatter ENGLISH = format("yyyy-MM-dd");
  private static final DateTimeFormatter ISO = format("yyyy-MM-dd'T'HH:mm:ssxxxxx");
  private static final DateTimeFormatter MILLIS = format("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** Goose Bay turned its clocks at one minute past midnight; Apia left a day out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Paris",
        "America/Goose_Bay",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Africa/Monrovia",
        "Australia/Lord_Howe",
        "-03:30",
        "+01:02:03"
      })
  void shouldAgreeWithThePlatform(String zoneName) {
    long seed = 42;
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of(zoneName);
    LocalTimes times = new LocalTimes(zone);
    long at = FROM;
    for (int n = 0; n < 20_000; n++) {
      // Jumps anywhere, steps of a few hours in both directions, and to the edges of days.
      at =
          switch (random.nextInt(3)) {
            case 0 -> FROM + (long) (random.nextDouble() * (UNTIL - FROM));
            case 1 -> at + random.nextLong(-40_000_000, 40_000_000);
            default -> Math.floorDiv(at, 1_800_000L) * 1_800_000L - random.nextInt(2);
          };
      Instant instant = Instant.ofEpochMilli(Math.max(at, FROM));
      ZonedDateTime local = instant.atZone(zone);
      LineBuffer out = new LineBuffer();
      times.dayMonthYear(out, instant);
      out.append(' ');
      times.yearMonthDay(out, instant);
      out.append(' ');
      times.withOffset(out, instant);
      String expected =
          FRENCH.format(local) + " " + ENGLISH.format(local) + " " + ISO.format(local);
      assertThat(out.asString()).as("seed %d, %s", seed, instant).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T10:15:30.123Z",
        "2026-11-23T23:59:59.999Z",
        "2026-11-24T00:00:00Z",
        "2026-01-02T03:04:05.060Z",
        "2028-02-29T12:00:00.007Z"
      })
  void shouldWriteUtcWithMilliseconds(String text) {
    Instant instant = Instant.parse(text);
    LineBuffer out = new LineBuffer();
    new LocalTimes(ZoneId.of("UTC")).withMilliseconds(out, instant);
    assertThat(out.asString()).isEqualTo(MILLIS.format(instant.atZone(ZoneId.of("UTC"))));
  }

  /** As ISO 8601, this and other programs read it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-000001-12-31T23:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.000Z",
        "+010000-01-01T04:59:59.000Z"
      })
  void shouldWriteYearsThatCanBeRead(String text) throws Refusal {
    LineBuffer out = new LineBuffer();
    Instant instant = Instant.parse(text);
    new LocalTimes(ZoneOffset.UTC).withMilliseconds(out, instant);
    assertThat(new String(out.toByteArray(), StandardCharsets.US_ASCII)).isEqualTo(text);
    assertThat(Dues.time("due", text)).isEqualTo(instant);
  }
}
