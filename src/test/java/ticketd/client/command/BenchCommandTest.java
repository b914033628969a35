package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import ticketd.client.load.LoadResult;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.wire.Language;

class BenchCommandTest {
  /** What the percentiles shown are of 1,000 requests: each is the greatest value of a bucket. */
  private static LoadResult measured() {
    Histogram latency = new Histogram(3);
    int[] counts = {500, 400, 50, 40, 9, 1};
    for (int i = 0; i < counts.length; i++) {
      for (int left = counts[i]; left > 0; left--) {
        latency.recordValue((1L << (16 + i)) - 1);
      }
    }
    return new LoadResult(latency, 0, "", 500_000_000);
  }

  private static List<String> printed(boolean json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            Texts.in(Language.EN),
            Map.of(),
            InputStream.nullInputStream(),
            new Output(out),
            new Output(new ByteArrayOutputStream()),
            Map.of());
    BenchCommand bench = new BenchCommand(surroundings);
    bench.common.json = json;
    bench.print("PING", measured());
    surroundings.out().flush();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void shouldTellEachPercentileUnderItsName() throws IOException {
    assertThat(printed(false))
        .filteredOn(line -> !line.startsWith("  <="))
        .containsExactly(
            "PING: 1000 requests, 50 connections, 1 in flight each, 2000 requests/s",
            "  p50        0.066 ms",
            "  p90        0.131 ms",
            "  p95        0.262 ms",
            "  p99        0.524 ms",
            "  p99.9      1.049 ms",
            "  p100       2.097 ms",
            "  mean       0.131 ms");
    assertThat(printed(true))
        .containsExactly(
            "{\"request\":\"PING\",\"connections\":50,\"pipeline\":1,\"requests\":1000,"
                + "\"errors\":0,\"nanoseconds\":500000000,\"requestsPerSecond\":2000,"
                + "\"p50Nanoseconds\":65535,\"p90Nanoseconds\":131071,"
                + "\"p95Nanoseconds\":262143,\"p99Nanoseconds\":524287,"
                + "\"p99.9Nanoseconds\":1048575,\"p100Nanoseconds\":2097151}");
  }

  @Test
  void shouldDrawAHistogramInStepsOfOneTwoFive() {
    Histogram latency = new Histogram(3);
    for (int i = 0; i < 6; i++) {
      latency.recordValue(1_500);
    }
    latency.recordValue(4_000);
    latency.recordValue(4_000);
    latency.recordValue(70_000);
    latency.recordValue(70_000);

    assertThat(BenchCommand.bars(latency))
        .containsExactly(
            "  <=     0.002 ms  60.0 % ########################",
            "  <=     0.005 ms  20.0 % ########",
            "  <=     0.010 ms   0.0 %",
            "  <=     0.020 ms   0.0 %",
            "  <=     0.050 ms   0.0 %",
            "  <=     0.100 ms  20.0 % ########");
    assertThat(BenchCommand.bars(new Histogram(3))).isEmpty();
  }
}
