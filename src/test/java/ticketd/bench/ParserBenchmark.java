package ticketd.bench;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import ticketd.protocol.RequestParser;
import ticketd.ticket.Identity;
import ticketd.wire.Parsed;

/** A line into a request. */
public class ParserBenchmark extends CodeBenchmark {
  private static final Optional<Identity> WHO = Identity.of("author1");

  private final RequestParser parser = new RequestParser(Clock.systemUTC());
  private final byte[] file = bytes(Story.request("d"));
  private final byte[] fileWithEscapes = bytes(Story.request("\\n"));
  private final byte[] fileInFrench = bytes(Story.request("é"));
  private final byte[] show = bytes("SHOW 12345");
  private final byte[] list = bytes("LIST status:open,waiting tag:infra sort:-id limit:50");
  private final byte[] refused = bytes("LIST status:opened");

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private Parsed parse(byte[] line) {
    return parser.parse(line, 0, line.length, WHO);
  }

  @Benchmark
  public Parsed file() {
    return parse(file);
  }

  @Benchmark
  public Parsed fileWithEscapes() {
    return parse(fileWithEscapes);
  }

  @Benchmark
  public Parsed fileInFrench() {
    return parse(fileInFrench);
  }

  @Benchmark
  public Parsed show() {
    return parse(show);
  }

  @Benchmark
  public Parsed list() {
    return parse(list);
  }

  @Benchmark
  public Parsed refused() {
    return parse(refused);
  }
}
