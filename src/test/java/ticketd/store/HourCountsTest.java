package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import ticketd.ticket.Hour;

class HourCountsTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private final HourCounts counts = new HourCounts();

  private static long at(int hours, int minutes) {
    return NOON.plus(Duration.ofHours(hours)).plus(Duration.ofMinutes(minutes)).toEpochMilli();
  }

  private static Hour hour(int hours, int filed, int closed, int reopened, long open) {
    return new Hour(NOON.plus(Duration.ofHours(hours)), filed, closed, reopened, open);
  }

  @Test
  void shouldCountEachHourByItself() {
    counts.filed(at(0, 0));
    counts.filed(at(0, 59));
    counts.filed(at(2, 30));
    counts.closed(at(2, 31));
    counts.closed(at(3, 0));
    counts.reopened(at(3, 1));
    assertThat(counts.upTo(Instant.ofEpochMilli(at(3, 2)), 5))
        .containsExactly(
            hour(-1, 0, 0, 0, 0),
            hour(0, 2, 0, 0, 2),
            hour(1, 0, 0, 0, 2),
            hour(2, 1, 1, 0, 2),
            hour(3, 0, 1, 1, 2));
  }

  @Test
  void shouldLeaveOutWhatCameLaterThanAsked() {
    counts.filed(at(0, 0));
    counts.filed(at(5, 0));
    assertThat(counts.upTo(NOON, 1)).containsExactly(hour(0, 1, 0, 0, 1));
  }

  @Test
  void shouldForgetTheHoursOfAYearAgoButNotWhatIsOpen() {
    counts.filed(at(0, 0));
    counts.filed(at(1, 0));
    int year = HourCounts.HOURS;
    counts.filed(at(year, 0));
    List<Hour> all = counts.upTo(Instant.ofEpochMilli(at(year, 0)), year);
    assertThat(all).hasSize(year);
    assertThat(all.get(0)).isEqualTo(hour(1, 1, 0, 0, 2));
    assertThat(all.get(year - 1)).isEqualTo(hour(year, 1, 0, 0, 3));
    assertThat(all.stream().mapToInt(Hour::filed).sum()).isEqualTo(2);
  }

  @Test
  void shouldTakeATimeThatIsNoLongerKept() {
    counts.filed(at(HourCounts.HOURS, 0));
    counts.closed(at(0, 0));
    assertThat(counts.upTo(Instant.ofEpochMilli(at(HourCounts.HOURS, 0)), 2))
        .containsExactly(
            hour(HourCounts.HOURS - 1, 0, 0, 0, -1), hour(HourCounts.HOURS, 1, 0, 0, 0));
  }
}
