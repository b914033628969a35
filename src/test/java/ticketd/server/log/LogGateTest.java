package ticketd.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ticketd.server.log.LogGate.Kind;

class LogGateTest {
  private final LogGate gate = new LogGate();

  private long admitted(int offered) {
    return IntStream.range(0, offered).filter(i -> gate.admit(Kind.FILED)).count();
  }

  @Test
  void shouldGiveTwentyASecondALineOfTheirOwn() {
    for (int second = 0; second < 3; second++) {
      assertThat(admitted(20)).isEqualTo(20);
      assertThat(gate.nextSecond()).isEmpty();
    }
  }

  @Test
  void shouldCountWhatComesAboveTwentyByKind() {
    assertThat(admitted(25)).isEqualTo(20);
    gate.admit(Kind.LEFT);

    assertThat(gate.nextSecond()).isEqualTo(Map.of(Kind.FILED, 5L, Kind.LEFT, 1L));
  }

  @Test
  void shouldOnlyCountWhileTheLoadGoesOnAndShowLinesAgainAfterAQuietSecond() {
    admitted(25);
    gate.nextSecond();

    assertThat(admitted(1000)).isZero();
    assertThat(gate.nextSecond()).isEqualTo(Map.of(Kind.FILED, 1000L));
    assertThat(admitted(20)).isZero();
    assertThat(gate.nextSecond()).isEqualTo(Map.of(Kind.FILED, 20L));
    assertThat(admitted(20)).isEqualTo(20);
  }

  @Test
  void shouldLoseNoCountBetweenThreads() throws Exception {
    AtomicLong shown = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 100_000; j++) {
                  if (gate.admit(Kind.CHANGED)) {
                    shown.incrementAndGet();
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    long counted = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      counted += gate.nextSecond().getOrDefault(Kind.CHANGED, 0L);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    counted += gate.nextSecond().getOrDefault(Kind.CHANGED, 0L);

    assertThat(shown.get() + counted).isEqualTo(400_000);
  }
}
