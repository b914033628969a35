package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.ticket.TimeRange;

class DaysTest {
  private static final String EVER_BEFORE = Instant.ofEpochMilli(Long.MIN_VALUE).toString();
  private static final String EVER_AFTER = Instant.ofEpochMilli(Long.MAX_VALUE).toString();

  private static TimeRange days(String value, String now, String zone) throws Refusal {
    return Days.of("created", value, Clock.fixed(Instant.parse(now), ZoneId.of(zone)));
  }

  private static Instant at(String text) {
    return switch (text) {
      case "-" -> Instant.parse(EVER_BEFORE);
      case "+" -> Instant.parse(EVER_AFTER);
      default -> Instant.parse(text);
    };
  }

  /** Half an hour behind midnight in Paris, where the clocks were put back a week before. */
  @ParameterizedTest
  @CsvSource({
    "today, 2026-10-31T23:00:00Z, 2026-11-01T23:00:00Z",
    "yesterday, 2026-10-30T23:00:00Z, 2026-10-31T23:00:00Z",
    "yesterday..today, 2026-10-30T23:00:00Z, 2026-11-01T23:00:00Z",
    "..yesterday, -, 2026-10-31T23:00:00Z",
    "1d, 2026-10-30T23:30:00Z, +",
    "7d, 2026-10-24T22:30:00Z, +",
    "2w, 2026-10-17T22:30:00Z, +",
    "1mo, 2026-09-30T22:30:00Z, +",
    "9999d, 1999-06-16T22:30:00Z, +",
    "7d.., 2026-10-24T22:30:00Z, +",
    "..7d, -, 2026-10-24T22:30:00Z",
    "2w..7d, 2026-10-17T22:30:00Z, 2026-10-24T22:30:00Z",
    "2w..yesterday, 2026-10-17T22:30:00Z, 2026-10-31T23:00:00Z",
    ">yesterday, 2026-10-31T23:00:00Z, +",
    ">=yesterday, 2026-10-30T23:00:00Z, +",
    "<today, -, 2026-10-31T23:00:00Z",
    "<=today, -, 2026-11-01T23:00:00Z"
  })
  void shouldCountFromNow(String value, String from, String until) throws Refusal {
    assertThat(days(value, "2026-10-31T23:30:00Z", "Europe/Paris"))
        .isEqualTo(new TimeRange(at(from), at(until), Optional.of(value)));
  }

  @ParameterizedTest
  @CsvSource({
    ">2026-11-01, 2026-11-01T23:00:00Z, +",
    ">=2026-11-01, 2026-10-31T23:00:00Z, +",
    "<2026-11-01, -, 2026-10-31T23:00:00Z",
    "<=2026-11-01, -, 2026-11-01T23:00:00Z",
    "<=9999-12-31, -, 9999-12-31T23:00:00Z"
  })
  void shouldCompareWithADay(String value, String from, String until) throws Refusal {
    assertThat(days(value, "2026-11-15T12:00:00Z", "Europe/Paris"))
        .isEqualTo(new TimeRange(at(from), at(until), Optional.empty()));
  }

  /** Samoa went over the date line: 30 December 2011 was no day there. */
  @ParameterizedTest
  @ValueSource(strings = {"2011-12-30", "2011-12-30..2011-12-30"})
  void shouldTakeASkippedDayForOneWithoutLength(String value) throws Refusal {
    TimeRange skipped = days(value, "2026-11-15T12:00:00Z", "Pacific/Apia");
    assertThat(skipped.from()).isEqualTo(skipped.until()).isEqualTo(at("2011-12-30T10:00:00Z"));
  }

  @Test
  void shouldTakeASkippedDayAsAnEnd() throws Refusal {
    String now = "2026-11-15T12:00:00Z";
    assertThat(days("2011-12-29..2011-12-30", now, "Pacific/Apia"))
        .isEqualTo(days("2011-12-29", now, "Pacific/Apia"));
    assertThat(days("2011-12-30..2011-12-31", now, "Pacific/Apia"))
        .isEqualTo(days("2011-12-31", now, "Pacific/Apia"));
    assertThatThrownBy(() -> days("2011-12-31..2011-12-30", now, "Pacific/Apia"))
        .isInstanceOf(Refusal.class);
  }
}
