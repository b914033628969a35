package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ticketd.client.load.Histogram;

class BenchCommandTest {
  @Test
  void shouldDrawAHistogramInStepsOfOneTwoFive() {
    Histogram latency = new Histogram();
    for (int i = 0; i < 6; i++) {
      latency.record(1_500);
    }
    latency.record(4_000);
    latency.record(4_000);
    latency.record(70_000);
    latency.record(70_000);

    assertThat(BenchCommand.bars(latency))
        .containsExactly(
            "  <=     0.002 ms  60.0 % ########################",
            "  <=     0.005 ms  20.0 % ########",
            "  <=     0.010 ms   0.0 %",
            "  <=     0.020 ms   0.0 %",
            "  <=     0.050 ms   0.0 %",
            "  <=     0.100 ms  20.0 % ########");
    assertThat(BenchCommand.bars(new Histogram())).isEmpty();
  }
}
