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
 * it: what comes while too many lines wait is lost.
 */
final class LogOutput {
  static final int CAPACITY = 256;
  private static final Logger LOG = LoggerFactory.getLogger(LogOutput.class);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Line(String text, Runnable lost) {}

  private final OutputStream out;
  private final Supplier<List<String>> everySecond;

  /** What waits to be written; empty: the end. */
  private final BlockingQueue<Optional<Line>> lines = new ArrayBlockingQueue<>(CAPACITY);

  /** Whether the stream took nothing when it was last tried; only the writer looks. */
  private boolean isGone;

  private final Thread writer = new Thread(this::write, "interaction-log");

  /**
   * Begins to write.
   *
   * @param everySecond called by the writer about once a second, and never while the stream takes
   *     nothing; its lines are written at once
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

  /**
   * Writes the line later; never waits.
   *
   * @param lost runs where it is not written: at once where too many wait, or by the writer where
   *     the stream does not take it
   */
  void offer(String line, Runnable lost) {
    if (!lines.offer(Optional.of(new Line(line, lost)))) {
      lost.run();
    }
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
        Optional<Line> line = lines.poll(left, TimeUnit.NANOSECONDS);
        ended = line != null && line.isEmpty();
        if (line != null && line.isPresent()) {
          write(line.get());
        }
        if (ended || System.nanoTime() - second >= SECOND_NANOS) {
          second = System.nanoTime();
          if (isGone && took("")) {
            isGone = false;
            LOG.warn("standard output is there again");
          }
          if (!isGone) {
            everySecond.get().forEach(text -> write(new Line(text, () -> {})));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Line line) {
    if (isGone || !took(line.text())) {
      line.lost().run();
    }
  }

  /** Whether the stream took it. A full disk may have room again, so that it is tried again. */
  private boolean took(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      return true;
    } catch (IOException e) {
      if (!isGone) {
        isGone = true;
        LOG.warn("standard output is gone, interactions are no longer logged: {}", e.getMessage());
      }
      return false;
    }
  }
}
