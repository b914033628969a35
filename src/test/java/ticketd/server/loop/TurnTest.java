package ticketd.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final long BEGUN = -7;

  private final Turn turn = new Turn();

  @BeforeEach
  void begin() {
    turn.renew();
    turn.begin(BEGUN);
  }

  @Test
  void shouldBeOverSoonWhereSessionsTakeLong() {
    run(3, Turn.SHORT_NANOS + 1);
    assertLasts(Turn.NANOS);
  }

  @Test
  void shouldLastLongerWhereSessionsAreShort() {
    run(3, Turn.SHORT_NANOS);
    assertLasts(Turn.LONGER_NANOS);
  }

  @Test
  void shouldLastLongerWhereThereAreNoSessions() {
    assertLasts(Turn.LONGER_NANOS);
  }

  @Test
  void shouldGoByTheAverageOfSessions() {
    run(1, 3 * Turn.SHORT_NANOS);
    run(2, 0);
    assertLasts(Turn.LONGER_NANOS);
  }

  @Test
  void shouldLastLongestWithAnswersWhateverSessionsTake() {
    turn.extendForAnswers();
    run(1, Turn.LONGER_NANOS);
    assertLasts(Turn.ANSWERS_NANOS);
  }

  @Test
  void shouldTakeAnActorForHeldUpRatherThanLongWhereSessionsAreShort() {
    assertThat(turn.isLong(Turn.HELD_UP_NANOS)).isFalse();
    assertThat(turn.isLong(Turn.HELD_UP_NANOS + 1)).isTrue();
    run(2, Turn.SHORT_NANOS + 1);
    assertThat(turn.isLong(Turn.LONG_NANOS)).isFalse();
    assertThat(turn.isLong(Turn.LONG_NANOS + 1)).isTrue();
  }

  @Test
  void shouldReadOnAfterIt() {
    turn.look(BEGUN + Turn.READING_NANOS);
    assertThat(turn.isOver()).isTrue();
    assertThat(turn.isReadingOver()).isFalse();
    turn.look(BEGUN + Turn.READING_NANOS + 1);
    assertThat(turn.isReadingOver()).isTrue();
  }

  @Test
  void shouldStayOverUntilItIsRenewed() {
    run(1, Turn.NANOS);
    turn.look(BEGUN + Turn.NANOS + 1);
    run(Math.toIntExact(Turn.NANOS), 0);
    assertThat(turn.isOver()).isTrue();
    turn.renew();
    assertThat(turn.isOver()).isFalse();
    turn.begin(BEGUN);
    assertLasts(Turn.LONGER_NANOS);
  }

  @Test
  void shouldBeginWithWhatIsWokenFirst() {
    turn.begin(BEGUN + Turn.LONGER_NANOS);
    assertLasts(Turn.LONGER_NANOS);
  }

  private void run(int sessions, long nanos) {
    for (int i = 0; i < sessions; i++) {
      turn.ranSession(nanos);
    }
  }

  private void assertLasts(long nanos) {
    turn.look(BEGUN + nanos);
    assertThat(turn.isOver()).isFalse();
    turn.look(BEGUN + nanos + 1);
    assertThat(turn.isOver()).isTrue();
  }
}
