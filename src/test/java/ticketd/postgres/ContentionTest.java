package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentionTest {
  /** The clock may be anywhere. */
  private static final long NOW = -5;

  private final Contention contention = new Contention(NOW);

  private void headOf(int stays) {
    for (int i = 0; i < stays; i++) {
      contention.head(NOW, 7);
      contention.stored(7);
    }
  }

  @Test
  void shouldBeThereOnceSomebodyElseWasFirst() {
    assertThat(contention.isThere()).isFalse();
    contention.lost();
    assertThat(contention.isThere()).isTrue();
  }

  @Test
  void shouldEndWhereNobodyElseAppendsForEightStays() {
    contention.lost();
    contention.stored(7);
    headOf(7);
    assertThat(contention.isThere()).isTrue();
    contention.lost();
    headOf(7);
    assertThat(contention.isThere()).isTrue();
    // Somebody else appended meanwhile.
    contention.head(NOW, 8);
    headOf(7);
    assertThat(contention.isThere()).isTrue();
    headOf(1);
    assertThat(contention.isThere()).isFalse();
  }

  @Test
  void shouldGoOnForFourMilliseconds() {
    contention.head(NOW, 1);
    assertThat(contention.runGoesOn(NOW + 3_999_999)).isTrue();
    assertThat(contention.runGoesOn(NOW + 4_000_000)).isFalse();
  }

  @Test
  void shouldBeImpatientForASecondOnceItWaitedInVain() {
    assertThat(contention.isImpatient(NOW)).isFalse();
    contention.waitedInVain(NOW + 7);
    assertThat(contention.isImpatient(NOW + 1_000_000_006)).isTrue();
    assertThat(contention.isImpatient(NOW + 1_000_000_007)).isFalse();
  }
}
