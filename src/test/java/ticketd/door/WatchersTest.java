package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many watch, and how far the slowest is behind. */
class WatchersTest {
  private final Watchers watchers = new Watchers();

  @Test
  void shouldCountThoseOfEachDoorUntilTheyEnd() {
    Watchers.Watcher line = watchers.begin(Door.LINES, 0);
    Watchers.Watcher stream = watchers.begin(Door.HTTP, 0);
    Watchers.Watcher other = watchers.begin(Door.HTTP, 0);
    assertThat(watchers.count()).isEqualTo(3);
    stream.end();
    stream.end();
    assertThat(watchers.count(Door.HTTP)).isEqualTo(1);
    line.end();
    other.end();
    assertThat(watchers.count()).isZero();
  }

  @Test
  void shouldTellHowFarTheOneFurthestBehindIs() {
    assertThat(watchers.lag(100)).as("without any").isZero();
    Watchers.Watcher slow = watchers.begin(Door.LINES, 90);
    watchers.begin(Door.HTTP, 99);
    assertThat(watchers.lag(100)).isEqualTo(10);
    slow.passed(97);
    assertThat(watchers.lag(100)).isEqualTo(3);
    slow.end();
    assertThat(watchers.lag(100)).isEqualTo(1);
    assertThat(watchers.lag(98)).as("of what was read before it passed more").isZero();
  }
}
