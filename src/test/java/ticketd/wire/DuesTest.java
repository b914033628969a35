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
import ticketd.ticket.DueTime;
import ticketd.ticket.TimeRange;

class DuesTest {
  private static final Clock NOW = clock("2026-03-28T10:20:30.456789Z");

  /** In Paris, where 29 March 2026 had no 02:30 and 25 October has two. */
  private static Clock clock(String now) {
    return Clock.fixed(Instant.parse(now), ZoneId.of("Europe/Paris"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-01, 2026-12-01T22:59:59Z",
    "2026-12-01T17:30, 2026-12-01T16:30:00Z",
    "2026-12-01T17:30:15, 2026-12-01T16:30:15Z",
    "2026-12-01T17:30:15.1239, 2026-12-01T16:30:15.123Z",
    "2026-12-01T17:30Z, 2026-12-01T17:30:00Z",
    "2026-12-01T17:30:15.5-03:30, 2026-12-01T21:00:15.500Z",
    "2026-03-29T02:30, 2026-03-29T01:30:00Z",
    "2026-10-25T02:30, 2026-10-25T00:30:00Z",
    "1999-02-28, 1999-02-28T22:59:59Z",
    "9999-12-31T23:59:59-05:00, +010000-01-01T04:59:59Z",
    "+010000-01-01T04:59:59.000Z, +010000-01-01T04:59:59Z",
    "-000001-12-31T22:00:00Z, -000001-12-31T22:00:00Z"
  })
  void shouldTakeADayOrATime(String text, String at) throws Refusal {
    assertThat(Dues.of(text, NOW)).isEqualTo(new DueTime(Instant.parse(at), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "+90m, 2026-03-28T11:50:30.456Z",
    "+24h, 2026-03-29T10:20:30.456Z",
    "+1d, 2026-03-29T09:20:30.456Z",
    "+2w, 2026-04-11T09:20:30.456Z",
    "+9999m, 2026-04-04T08:59:30.456Z"
  })
  void shouldCountFromNow(String text, String at) throws Refusal {
    assertThat(Dues.of(text, NOW)).isEqualTo(new DueTime(Instant.parse(at), Optional.of(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "2026-12-1",
        "2026-02-30",
        "+2026-12-01",
        "12026-12-01",
        "+012026-12-01T17:30Z",
        "+010000-01-01T04:59",
        "-000002-12-31T22:00:00Z",
        "2026-12-01T",
        "2026-12-01T7:30",
        "2026-12-01T24:00",
        "2026-12-01T17",
        "2026-12-01T17:30:60",
        "2026-12-01T17:30:00.",
        "2026-12-01T17:30+1",
        "2026-12-01T17:30[Europe/Paris]",
        "2026-12-01Z",
        "+0d",
        "+01d",
        "+10000d",
        "+3mo",
        "3d",
        "-3d",
        "+1.5h",
        "++3d"
      })
  void shouldRefuseWhatSaysNoTime(String text) {
    assertThatThrownBy(() -> Dues.of(text, NOW))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void shouldTakeADashForNone() throws Refusal {
    assertThat(Dues.orNone("-", NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "+7d, -, 2026-04-04T22:00:00Z",
    "+1mo, -, 2026-04-28T22:00:00Z",
    "today..+1w, 2026-03-27T23:00:00Z, 2026-04-04T22:00:00Z",
    "+1d.., 2026-03-28T23:00:00Z, +",
    ">+1d, 2026-03-29T22:00:00Z, +",
    "tomorrow, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "7d, 2026-03-21T10:20:30.456789Z, 2026-03-28T10:20:30.456789Z"
  })
  void shouldLookForWhatIsDueInATime(String value, String from, String until) throws Refusal {
    TimeRange range = Days.of("due", value, NOW);
    assertThat(range)
        .isEqualTo(
            new TimeRange(
                from.equals("-") ? Instant.ofEpochMilli(Long.MIN_VALUE) : Instant.parse(from),
                until.equals("+") ? Instant.ofEpochMilli(Long.MAX_VALUE) : Instant.parse(until),
                Optional.of(value)));
  }
}
