package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentionTest {
  private final Contention contention = new Contention();

  private void headOf(int stays) {
    for (int i = 0; i < stays; i++) {
      contention.head(System.nanoTime(), 7);
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
    contention.head(System.nanoTime(), 8);
    headOf(1);
    contention.stored(8);
    assertThat(contention.isThere()).isTrue();
    contention.stored(7);
    headOf(8);
    assertThat(contention.isThere()).isFalse();
  }

  @Test
  void shouldGoOnForFourMilliseconds() {
    contention.head(System.nanoTime() + 1_000_000_000, 1);
    assertThat(contention.runGoesOn()).isTrue();
    contention.head(System.nanoTime() - 4_000_001, 1);
    assertThat(contention.runGoesOn()).isFalse();
  }

  @Test
  void shouldBeImpatientOnceItWaitedInVain() {
    assertThat(contention.isImpatient()).isFalse();
    contention.waitedInVain();
    assertThat(contention.isImpatient()).isTrue();
  }
}
