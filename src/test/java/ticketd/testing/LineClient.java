package ticketd.testing;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Framing;
import org.apache.pekko.stream.javadsl.FramingTruncation;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * A stream-based client for tests: lines in and lines out over a real socket. It asserts the
 * grammar of replies on everything it receives: data lines never begin with {@code [}, and a status
 * line is {@code [OK]}, {@code [OK] text} or {@code [ERR] code: text}. For one thread.
 */
public final class LineClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX_LINE = 8 << 20;

  private final SourceQueueWithComplete<ByteString> requests;
  private final SinkQueueWithCancel<String> lines;

  private LineClient(
      SourceQueueWithComplete<ByteString> requests, SinkQueueWithCancel<String> lines) {
    this.requests = requests;
    this.lines = lines;
  }

  public static LineClient connect(ActorSystem<?> system, InetSocketAddress address) {
    Flow<ByteString, ByteString, CompletionStage<Tcp.OutgoingConnection>> connection =
        Tcp.get(system)
            .outgoingConnection(
                address, Optional.empty(), List.of(), true, Optional.empty(), Optional.empty());
    Pair<SourceQueueWithComplete<ByteString>, SinkQueueWithCancel<String>> ends =
        Source.<ByteString>queue(1024, OverflowStrategy.backpressure())
            .viaMat(connection, Keep.left())
            .via(Framing.delimiter(ByteString.fromString("\n"), MAX_LINE, FramingTruncation.ALLOW))
            .map(ByteString::utf8String)
            .toMat(Sink.queue(), Keep.both())
            .run(system);
    return new LineClient(ends.first(), ends.second());
  }

  /** Sends text as it is, with no LF added. */
  public LineClient sendRaw(byte[] bytes) {
    await(requests.offer(ByteString.fromArray(bytes)));
    return this;
  }

  /** Sends each line with an LF. */
  public LineClient send(String... text) {
    StringBuilder all = new StringBuilder();
    for (String line : text) {
      all.append(line).append('\n');
    }
    return sendRaw(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Closes the sending side; replies still owed can be read. */
  public void finish() {
    requests.complete();
  }

  /** The next line; empty at the end of the connection. */
  public Optional<String> line() {
    Optional<String> line = await(lines.pull());
    line.ifPresent(LineClient::checkGrammar);
    return line;
  }

  /** The lines of the next reply, the status line last; text format. */
  public List<String> reply() {
    List<String> reply = new ArrayList<>();
    while (true) {
      String line =
          line().orElseThrow(() -> new AssertionError("the connection ended after " + reply));
      reply.add(line);
      if (line.startsWith("[")) {
        return reply;
      }
    }
  }

  /** Sends a request and returns its reply's lines. */
  public List<String> ask(String request) {
    return send(request).reply();
  }

  /** Sends a request and returns its status line. */
  public String status(String request) {
    List<String> reply = ask(request);
    return reply.get(reply.size() - 1);
  }

  /** Everything up to the end of the connection. */
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      rest.add(line.get());
    }
    return rest;
  }

  private static void checkGrammar(String line) {
    if (line.startsWith("[")
        && !line.equals("[OK]")
        && !line.startsWith("[OK] ")
        && !line.matches("\\[ERR] [a-z-]+: .+")) {
      throw new AssertionError("neither a data line nor a status line: " + line);
    }
    if (line.indexOf('\r') >= 0) {
      throw new AssertionError("a CR in: " + line);
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing within " + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    requests.complete();
    lines.cancel();
  }
}
