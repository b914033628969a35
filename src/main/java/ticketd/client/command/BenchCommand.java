package ticketd.client.command;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ticketd.client.link.Connection;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.link.RequestLine;
import ticketd.client.link.ServerAddress;
import ticketd.client.load.Load;
import ticketd.client.load.LoadLoop;
import ticketd.client.load.LoadResult;
import ticketd.protocol.ResponseReader;

/** {@code bench}: a closed-loop load on the server, and the latencies it met. */
@Command(name = "bench")
final class BenchCommand extends OneShot {
  private static final double[] PERCENTS = {50, 90, 95, 99, 99.9, 100};
  private static final int BAR_CELLS = 40;

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N")
  int connections = 50;

  @Option(
      names = {"-n", "--requests"},
      paramLabel = "N")
  long requests = 100_000;

  @Option(
      names = {"-P", "--pipeline"},
      paramLabel = "N")
  int pipeline = 1;

  @Option(
      names = {"-r", "--request"},
      paramLabel = "REQUEST")
  List<String> requestLines = List.of("PING");

  BenchCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    checkAtLeastOne("-c", connections);
    checkAtLeastOne("-n", requests);
    checkAtLeastOne("-P", pipeline);
    for (String request : requestLines) {
      checkRequest(request);
    }
    int status = ExitStatus.DONE;
    signIn();
    for (String request : requestLines) {
      LoadResult result = measure(request);
      print(request, result);
      if (result.errors() > 0) {
        tell(texts().get("bench.errors", result.errors(), result.firstError()));
        status = ExitStatus.FAILED;
      }
    }
    return status;
  }

  private void checkRequest(String request) throws Failure {
    oneLine(request);
    if (RequestLine.parse(request).isDialogue()) {
      throw usage("bench.dialogue");
    }
  }

  /** Once before all else, so that a token that is refused, or may not be sent, is told as such. */
  private void signIn() throws Failure, IOException {
    ServerAddress place = address(common.server);
    if (place.token().isPresent()) {
      try (Connection connection = Connection.open(place)) {
        connection.signIn(texts());
      }
    }
  }

  private LoadResult measure(String request) throws Failure, IOException {
    ServerAddress place = address(common.server);
    String preamble =
        place.token().isPresent() ? "AUTH " + place.token().get().text() : "IDENT " + me().name();
    Load load = new Load(place, preamble + "\n", 1, request, connections, pipeline, requests);
    Progress progress = new Progress(surroundings(), "bench.progress", requests);
    try (LoadLoop loop = LoadLoop.open(load, done -> show(progress, done))) {
      return loop.run();
    } catch (EOFException e) {
      throw ended(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new Failure(ExitStatus.INTERRUPTED, "");
    } finally {
      progress.end();
    }
  }

  /** That a connection ended, for which the first refusal is the reason where there was one. */
  private Failure ended(String refusal) {
    if (refusal.isEmpty()) {
      return new Failure(ExitStatus.UNREACHABLE, texts().get("lost"));
    }
    return new Failure(statusOf(refusal), texts().get("bench.ended", refusal));
  }

  private static int statusOf(String refusal) {
    try {
      return ResponseReader.status(refusal)
          .errorCode()
          .map(ExitStatus::of)
          .orElse(ExitStatus.FAILED);
    } catch (IllegalArgumentException e) {
      // No line of this protocol.
      return ExitStatus.FAILED;
    }
  }

  private static void show(Progress progress, long done) {
    try {
      progress.show(done);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells what a load of {@code request} gave. */
  void print(String request, LoadResult result) throws IOException {
    Histogram latency = result.latency();
    if (common.json) {
      JsonText line =
          new JsonText()
              .put("request", request)
              .put("connections", connections)
              .put("pipeline", pipeline)
              .put("requests", latency.getTotalCount())
              .put("errors", result.errors())
              .put("nanoseconds", result.nanos())
              .put("requestsPerSecond", Math.round(result.requestsPerSecond()));
      for (double percent : PERCENTS) {
        line.put("p" + name(percent) + "Nanoseconds", latency.getValueAtPercentile(percent));
      }
      out().line(line.end());
      return;
    }
    out()
        .line(
            texts()
                .get(
                    "bench.head",
                    request,
                    latency.getTotalCount(),
                    connections,
                    pipeline,
                    Math.round(result.requestsPerSecond())));
    for (double percent : PERCENTS) {
      out()
          .line(
              String.format(
                  Locale.ROOT,
                  "  p%-5s %9.3f ms",
                  name(percent),
                  latency.getValueAtPercentile(percent) / 1e6));
    }
    out().line(String.format(Locale.ROOT, "  %-6s %9.3f ms", "mean", latency.getMean() / 1e6));
    for (String line : bars(latency)) {
      out().line(line);
    }
  }

  /** The histogram: how much of all took at most 1, 2, 5, 10, 20, 50 … µs and more than before. */
  static List<String> bars(Histogram latency) {
    List<String> lines = new ArrayList<>();
    long before = 0;
    int step = 0;
    for (long bound = 1_000; before < latency.getTotalCount(); bound = next(bound, step++)) {
      long upTo =
          bound >= latency.getMaxValue()
              ? latency.getTotalCount()
              : latency.getCountBetweenValues(0, bound);
      if (upTo > 0) {
        double share = 100.0 * (upTo - before) / latency.getTotalCount();
        String bar = "#".repeat((int) Math.ceil(BAR_CELLS * share / 100));
        lines.add(String.format(Locale.ROOT, "  <= %9.3f ms %5.1f %% %s", bound / 1e6, share, bar));
      }
      before = upTo;
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  private static long next(long bound, int step) {
    return step % 3 == 1 ? bound / 2 * 5 : 2 * bound;
  }

  private static String name(double percent) {
    return percent == Math.rint(percent)
        ? Long.toString(Math.round(percent))
        : Double.toString(percent);
  }
}
