package ticketd.testing;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * A stream-based client for tests: lines in and lines out over a real socket, in text or JSON. It
 * asserts {@link ReplyGrammar} on everything it receives, and, of a watch's events, that none comes
 * inside a reply. For one thread.
 */
public final class LineClient implements AutoCloseable {
  private static final int MAX_LINE = 8 << 20;
  private static final int LINES_AT_ONCE = 4096;

  private final SourceQueueWithComplete<ByteString> requests;
  private final SinkQueueWithCancel<List<String>> received;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final ArrayDeque<String> events = new ArrayDeque<>();
  private boolean watching;

  private LineClient(
      SourceQueueWithComplete<ByteString> requests, SinkQueueWithCancel<List<String>> received) {
    this.requests = requests;
    this.received = received;
  }

  public static LineClient connect(ActorSystem<?> system, InetSocketAddress address) {
    Flow<ByteString, ByteString, CompletionStage<Tcp.OutgoingConnection>> connection =
        Tcp.get(system)
            .outgoingConnection(
                address, Optional.empty(), List.of(), true, Optional.empty(), Optional.empty());
    Pair<SourceQueueWithComplete<ByteString>, SinkQueueWithCancel<List<String>>> ends =
        Source.<ByteString>queue(1024, OverflowStrategy.backpressure())
            .viaMat(connection, Keep.left())
            .via(Framing.delimiter(ByteString.fromString("\n"), MAX_LINE, FramingTruncation.ALLOW))
            .map(ByteString::utf8String)
            .batch(
                LINES_AT_ONCE,
                first -> {
                  List<String> atHand = new ArrayList<>();
                  atHand.add(first);
                  return atHand;
                },
                (atHand, next) -> {
                  atHand.add(next);
                  return atHand;
                })
            .toMat(Sink.queue(), Keep.both())
            .run(system);
    return new LineClient(ends.first(), ends.second());
  }

  /** Sends bytes as they are, with no LF added. */
  public LineClient sendRaw(byte[] bytes) {
    await(requests.offer(ByteString.fromArray(bytes)));
    return this;
  }

  /** Sends text as it is, with no LF added. */
  public LineClient sendRaw(String text) {
    return sendRaw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends each line with an LF, all in one write. */
  public LineClient send(String... text) {
    StringBuilder all = new StringBuilder();
    for (String line : text) {
      all.append(line).append('\n');
    }
    return sendRaw(all.toString());
  }

  /** Closes the sending side; replies still owed can be read. */
  public void finish() {
    requests.complete();
  }

  /** The next line, an event or not; empty at the end of the connection. */
  public Optional<String> line() {
    while (lines.isEmpty()) {
      Optional<List<String>> more = await(received.pull());
      if (more.isEmpty()) {
        return Optional.empty();
      }
      more.get().forEach(ReplyGrammar::check);
      lines.addAll(more.get());
    }
    return Optional.of(lines.remove());
  }

  /**
   * The lines of the next reply, the status line last. Events that come before it are kept for
   * {@link #event}.
   */
  public List<String> reply() {
    List<String> reply = new ArrayList<>();
    while (true) {
      String line =
          line().orElseThrow(() -> new AssertionError("the connection ended after " + reply));
      if (watching && ReplyGrammar.isEvent(line)) {
        if (!reply.isEmpty()) {
          throw new AssertionError("an event inside a reply: " + reply + " " + line);
        }
        events.add(line);
        continue;
      }
      reply.add(line);
      if (ReplyGrammar.isStatus(line)) {
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

  /** Sends a request and returns {@code OK} or the code of its refusal. */
  public String outcome(String request) {
    return ReplyGrammar.outcome(status(request));
  }

  /** Sends a request and returns its reply's lines as JSON objects. */
  public List<Map<String, Object>> askJson(String request) {
    return ask(request).stream().map(Json::object).toList();
  }

  /** Sends a request that must be carried out and returns its status line as a JSON object. */
  public Map<String, Object> statusJson(String request) {
    String status = status(request);
    if (!ReplyGrammar.isOk(status)) {
      throw new AssertionError(request + " was answered " + status);
    }
    return Json.object(status);
  }

  /** Sends a WATCH that must be carried out and returns its status line; events may come now. */
  public String watch(String request) {
    String status = status(request);
    if (!ReplyGrammar.isOk(status)) {
      throw new AssertionError(request + " was answered " + status);
    }
    watching = true;
    return status;
  }

  /** The next event of the watch; the next line must be one. */
  public String event() {
    if (!events.isEmpty()) {
      return events.remove();
    }
    String line = line().orElseThrow(() -> new AssertionError("the connection ended"));
    if (!ReplyGrammar.isEvent(line)) {
      throw new AssertionError("an event was expected, not " + line);
    }
    return line;
  }

  /** The events received so far and not yet taken by {@link #event}. */
  public List<String> eventsSoFar() {
    List<String> soFar = new ArrayList<>(events);
    events.clear();
    return soFar;
  }

  /** Everything up to the end of the connection. */
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      rest.add(line.get());
    }
    return rest;
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(Waiting.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing within " + Waiting.PATIENCE, e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    requests.complete();
    received.cancel();
  }
}
