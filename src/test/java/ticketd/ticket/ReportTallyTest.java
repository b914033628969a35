package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReportTallyTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneId.of("Europe/Paris"));

  private static ReportTally tally(ReportQuery.By by) {
    return new ReportTally(
        new ReportQuery(
            new TimeRange(
                Instant.parse("2026-10-31T23:00:00Z"),
                Instant.parse("2026-11-30T23:00:00Z"),
                Optional.empty()),
            by,
            TicketQuery.ALL,
            NOW));
  }

  private static Ticket ticket(
      String created, Optional<String> closed, Optional<Rating> rating, String... tags) {
    return new Ticket(
        1,
        "a",
        Identity.of("Jules").orElseThrow(),
        closed.isPresent() ? Status.CLOSED : Status.OPEN,
        closed.map(at -> Resolution.FIXED),
        Priority.HIGH,
        Optional.empty(),
        List.of(tags),
        Instant.parse(created),
        Instant.parse(created),
        1,
        1,
        0,
        new Extras(Optional.empty(), closed.map(Instant::parse), rating, false));
  }

  private static void add(ReportTally tally, String created, int takenAfterSeconds) {
    tally.add(
        ticket(created, Optional.empty(), Optional.empty()),
        Instant.parse(created).plusSeconds(takenAfterSeconds).toEpochMilli());
  }

  private static ReportGroup total(ReportTally tally) {
    List<ReportGroup> groups = tally.groups();
    return groups.get(groups.size() - 1);
  }

  @Test
  void shouldTakeTheNearestRank() {
    ReportTally tally = tally(ReportQuery.By.TOTAL);
    for (int seconds : new int[] {50, 10, 40, 20, 30, 60, 70, 80, 90, 100}) {
      add(tally, "2026-11-10T10:00:00Z", seconds);
    }
    assertThat(total(tally).take())
        .isEqualTo(new ReportGroup.Times(OptionalLong.of(50), OptionalLong.of(90)));
    ReportTally one = tally(ReportQuery.By.TOTAL);
    add(one, "2026-11-10T10:00:00Z", 7);
    assertThat(total(one).take())
        .isEqualTo(new ReportGroup.Times(OptionalLong.of(7), OptionalLong.of(7)));
    assertThat(total(one).close())
        .isEqualTo(new ReportGroup.Times(OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void shouldCountWhatWasDoneInTheRangeAndWhatIsOpenAtItsEnd() {
    ReportTally tally = tally(ReportQuery.By.TOTAL);
    tally.add(ticket("2026-09-01T10:00:00Z", Optional.empty(), Optional.empty()), Long.MAX_VALUE);
    tally.add(
        ticket(
            "2026-09-01T10:00:00Z",
            Optional.of("2026-10-01T10:00:00Z"),
            Optional.of(new Rating(1, 1, 1))),
        Long.MAX_VALUE);
    tally.add(
        ticket(
            "2026-11-01T10:00:00Z",
            Optional.of("2026-11-01T11:00:00Z"),
            Optional.of(new Rating(5, 4, 5))),
        Long.MAX_VALUE);
    tally.add(
        ticket(
            "2026-11-02T10:00:00Z",
            Optional.of("2026-11-02T12:00:00Z"),
            Optional.of(new Rating(4, 4, 5))),
        Long.MAX_VALUE);
    tally.add(ticket("2026-12-01T10:00:00Z", Optional.empty(), Optional.empty()), Long.MAX_VALUE);
    ReportGroup total = total(tally);
    assertThat(total.filed()).isEqualTo(2);
    assertThat(total.closed()).isEqualTo(2);
    assertThat(total.open()).isEqualTo(1);
    assertThat(total.close())
        .isEqualTo(new ReportGroup.Times(OptionalLong.of(3600), OptionalLong.of(7200)));
    assertThat(total.responsiveness()).isEqualTo(OptionalDouble.of(4.5));
    assertThat(total.competence()).isEqualTo(OptionalDouble.of(4));
  }

  @Test
  void shouldShowEveryPartOfTheRangeWithWhatIsOpenAtItsEnd() {
    ReportTally tally = tally(ReportQuery.By.WEEK);
    tally.add(ticket("2026-09-01T10:00:00Z", Optional.empty(), Optional.empty()), Long.MAX_VALUE);
    // Monday, half an hour behind midnight in Paris.
    tally.add(
        ticket("2026-11-08T23:30:00Z", Optional.of("2026-11-24T10:00:00Z"), Optional.empty()),
        Long.MAX_VALUE);
    List<ReportGroup> groups = tally.groups();
    assertThat(groups.stream().map(group -> group.name().orElse("total")))
        .containsExactly(
            "2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49", "total");
    assertThat(groups.stream().map(ReportGroup::filed)).containsExactly(0L, 0L, 1L, 0L, 0L, 0L, 1L);
    assertThat(groups.stream().map(ReportGroup::closed))
        .containsExactly(0L, 0L, 0L, 0L, 1L, 0L, 1L);
    assertThat(groups.stream().map(ReportGroup::open)).containsExactly(1L, 1L, 2L, 2L, 1L, 1L, 1L);
  }

  @Test
  void shouldNeverHaveOpenWhatWasClosedBeforeItsFiling() {
    // The clock was set back over midnight.
    ReportTally tally = tally(ReportQuery.By.DAY);
    tally.add(
        ticket("2026-11-08T23:30:00Z", Optional.of("2026-11-08T22:30:00Z"), Optional.empty()),
        Long.MAX_VALUE);
    List<ReportGroup> groups = tally.groups();
    assertThat(groups.stream().map(ReportGroup::closed).limit(9))
        .containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 0L);
    assertThat(groups.stream().map(ReportGroup::filed).limit(9))
        .containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
    assertThat(groups.stream().map(ReportGroup::open)).containsOnly(0L);
    assertThat(total(tally).close())
        .isEqualTo(new ReportGroup.Times(OptionalLong.of(0), OptionalLong.of(0)));
  }

  @Test
  void shouldCountATicketInEachOfItsTagsAndOnceInTheTotal() {
    ReportTally tally = tally(ReportQuery.By.TAG);
    tally.add(
        ticket("2026-11-02T10:00:00Z", Optional.empty(), Optional.empty(), "web", "Disk"),
        Long.MAX_VALUE);
    tally.add(ticket("2026-11-02T10:00:00Z", Optional.empty(), Optional.empty()), Long.MAX_VALUE);
    List<ReportGroup> groups = tally.groups();
    assertThat(groups.stream().map(group -> group.name().orElse("total")))
        .containsExactly("Disk", "web", "-", "total");
    assertThat(groups.stream().map(ReportGroup::filed)).containsExactly(1L, 1L, 1L, 2L);
  }
}
