package ticketd.server.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to a stream that may block for ever, on a daemon thread of its own. Nobody waits for
 * it: {@link #offer} refuses when too many lines wait.
 */
final class LogOutput {
  static final int CAPACITY = 256;
  private static final Logger LOG = LoggerFactory.getLogger(LogOutput.class);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OutputStream out;
  private final Supplier<List<String>> everySecond;

  /** What waits to be written; empty: the end. */
  private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(CAPACITY);

  private final Thread writer = new Thread(this::write, "interaction-log");

  /**
   * Begins to write.
   *
   * @param everySecond called by the writer about once a second, and never while it is held up; its
   *     lines are written at once
   */
  static LogOutput to(OutputStream out, Supplier<List<String>> everySecond) {
    LogOutput output = new LogOutput(out, everySecond);
    output.writer.setDaemon(true);
    output.writer.start();
    return output;
  }

  private LogOutput(OutputStream out, Supplier<List<String>> everySecond) {
    this.out = out;
    this.everySecond = everySecond;
  }

  /** Whether the line will be written if the stream takes it; never waits. */
  boolean offer(String line) {
    return lines.offer(Optional.of(line));
  }

  /** Writes what waits and ends; where the stream is blocked, gives up after this time. */
  void close(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (lines.offer(Optional.empty(), patience.toNanos(), TimeUnit.NANOSECONDS)) {
        TimeUnit.NANOSECONDS.timedJoin(writer, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      long second = System.nanoTime();
      for (boolean ended = false; !ended; ) {
        long left = second + SECOND_NANOS - System.nanoTime();
        Optional<String> line = lines.poll(left, TimeUnit.NANOSECONDS);
        ended = line != null && line.isEmpty();
        if (line != null && line.isPresent()) {
          write(line.get());
        }
        if (ended || System.nanoTime() - second >= SECOND_NANOS) {
          second = System.nanoTime();
          writeAll(everySecond.get());
        }
      }
    } catch (IOException e) {
      LOG.warn("standard output is gone, interactions are no longer logged: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll(List<String> all) throws IOException {
    for (String line : all) {
      write(line);
    }
  }

  private void write(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
