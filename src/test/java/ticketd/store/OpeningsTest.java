package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ticketd.testing.Seed;
import ticketd.ticket.Escalation;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;

class OpeningsTest {
  private static final long PERIOD = 100;

  private final Openings openings = new Openings(PERIOD);

  private void file(long id, Priority priority, long at) {
    openings.put(id, Status.OPEN, priority, true, false, at);
  }

  @Test
  void shouldFindWhatIsOpenAndCanBeRaised() {
    file(1, Priority.LOW, 0);
    file(2, Priority.URGENT, 0);
    file(3, Priority.HIGH, 50);
    openings.put(1_000_000, Status.CLOSED, Priority.LOW, false, false, 0);
    assertThat(openings.due(99, 9)).isEmpty();
    assertThat(openings.due(100, 9)).containsExactly(1L);
    assertThat(openings.due(150, 9)).containsExactly(1L, 3L);
    openings.put(1, Status.IN_PROGRESS, Priority.LOW, false, false, 160);
    assertThat(openings.due(199, 9)).containsExactly(3L);
    openings.put(1, Status.OPEN, Priority.LOW, true, false, 300);
    openings.put(2, Status.OPEN, Priority.NORMAL, false, true, 310);
    assertThat(openings.due(399, 9)).containsExactly(3L);
    assertThat(openings.due(400, 9)).containsExactly(1L, 2L, 3L);
    assertThat(openings.steps(1, 400)).isEqualTo(1);
    assertThat(openings.steps(3, 400)).isEqualTo(3);
    openings.leave(3);
    assertThat(openings.due(400, 9)).containsExactly(1L, 2L);
  }

  @Test
  void shouldFindSoManyAtATime() {
    for (int id = 1; id <= 2_500; id++) {
      file(id, Priority.HIGH, 0);
    }
    int left = 2_500;
    for (int turn = 0; turn < 3; turn++) {
      List<Long> due = openings.due(100, 1_000);
      assertThat(due).hasSize(Math.min(left, 1_000));
      due.forEach(id -> openings.put(id, Status.OPEN, Priority.URGENT, false, true, 100));
      left -= due.size();
    }
    assertThat(openings.due(100, 1_000)).isEmpty();
  }

  @Test
  void shouldTakeNoStepBackWhereTheClockWasSetBack() {
    file(1, Priority.LOW, 1_000);
    openings.put(1, Status.OPEN, Priority.NORMAL, false, true, 1_100);
    openings.put(1, Status.OPEN, Priority.LOW, false, true, 1_050);
    assertThat(openings.due(1_199, 9)).isEmpty();
    assertThat(openings.due(1_200, 9)).containsExactly(1L);
  }

  /** What it looks at is but a part; what it finds is all. */
  @Test
  void shouldMissNothingThatIsDue() {
    Random random = Seed.random();
    long[] opened = new long[40];
    boolean[] isOpen = new boolean[40];
    long now = 0;
    for (int round = 0; round < 2_000; round++) {
      now += random.nextInt(30);
      int id = 1 + random.nextInt(39);
      boolean opens = random.nextBoolean();
      openings.put(
          id,
          opens ? Status.OPEN : Status.WAITING,
          Priority.NORMAL,
          opens && !isOpen[id],
          false,
          now);
      opened[id] = opens && !isOpen[id] ? now : opened[id];
      isOpen[id] = opens;
      int most = 1 + random.nextInt(50);
      List<Long> due = openings.due(now, most);
      int expected = 0;
      for (int other = 1; other < 40; other++) {
        boolean isDue =
            isOpen[other] && Escalation.steps(opened[other], opened[other], now, PERIOD) > 0;
        expected += isDue ? 1 : 0;
        assertThat(!due.contains((long) other) || isDue).isTrue();
      }
      assertThat(due).hasSize(Math.min(most, expected));
    }
  }
}
