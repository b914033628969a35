package ticketd.resilience;

import static ticketd.testing.Waiting.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ticketd.testing.Processes;

/**
 * A server in a process of its own, with everything that can be done to a process. What it prints
 * goes to files, so that it is never held up by a reader here.
 */
final class ChildServer implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("(?:Server listening on|Serveur en écoute sur) (\\S+):(\\d+)\\.\\.\\.");

  /** Of proc(5), in ticks a second: fixed at 100 for user space. */
  private static final long NANOS_A_TICK = 10_000_000;

  private final Process process;
  private final Path folder;
  private final Path out;
  private final Path err;

  private ChildServer(Process process, Path folder, Path out, Path err) {
    this.process = process;
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  /** Starts it and waits until it listens. */
  static ChildServer start(Launch launch) {
    return begin(launch).awaitListening();
  }

  /** Starts it and waits for nothing. */
  static ChildServer begin(Launch launch) {
    return begin(launch.command());
  }

  static ChildServer begin(List<String> command) {
    try {
      Path folder = Files.createTempDirectory("ticketd-child");
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      Process process =
          Processes.builder(command)
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new ChildServer(process, folder, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ChildServer awaitListening() {
    await(
        () -> "it to listen; " + threads(),
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("ended with " + process.exitValue() + ": " + stderr());
          }
          return listens();
        });
    return this;
  }

  boolean listens() {
    return port().isPresent();
  }

  private Optional<Integer> port() {
    Matcher matcher = LISTENING.matcher(stdout());
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(2))) : Optional.empty();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), port().orElseThrow(() -> new AssertionError(stderr())));
  }

  Peer connect() {
    return Peer.to(address());
  }

  /** A peer that is identified as {@code name}. */
  Peer connect(String name) {
    Peer peer = connect();
    peer.ask("IDENT " + name);
    return peer;
  }

  String stdout() {
    return read(out);
  }

  String stderr() {
    return read(err);
  }

  /** What its threads are doing, for a report of a test that waits in vain. */
  String threads() {
    signal("QUIT");
    pause(Duration.ofSeconds(1));
    return stdout();
  }

  /** Waits until it has written this to standard error, where the log comes a moment late. */
  void awaitError(String text) {
    await(() -> "\"" + text + "\" in: " + stderr(), () -> stderr().contains(text));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitExit(PATIENCE);
  }

  void freeze() {
    signal("STOP");
    await("it to stop", () -> stat().startsWith("T"));
  }

  void thaw() {
    signal("CONT");
  }

  void signal(String name) {
    Processes.signal(name, process);
  }

  /** Its exit status, 128 + n after signal n. */
  int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + limit + ": " + stderr());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int awaitExit() {
    return awaitExit(PATIENCE);
  }

  /** Bytes of memory it has in use. */
  long residentBytes() {
    Matcher matcher =
        Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(read(proc().resolve("status")));
    if (!matcher.find()) {
      throw new AssertionError("no VmRSS: not running any more");
    }
    return Long.parseLong(matcher.group(1)) * 1024;
  }

  /** Processor time it has used so far, of all threads. */
  Duration processorTime() {
    String[] fields = stat().split(" ", -1);
    return Duration.ofNanos(
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_A_TICK);
  }

  /** The fields of proc(5) from the third, the state, on. */
  private String stat() {
    String stat = read(proc().resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 2);
  }

  /** How many files it has open, sockets included. */
  long openFiles() {
    try (Stream<Path> files = Files.list(proc().resolve("fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path proc() {
    return Path.of("/proc", String.valueOf(pid()));
  }

  /** Looks every few milliseconds whether it is so, until a generous deadline. */
  static void await(String what, BooleanSupplier condition) {
    await(() -> what, condition);
  }

  static void await(Supplier<String> what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited " + PATIENCE + " for " + what.get());
      }
      pause(Duration.ofMillis(5));
    }
  }

  /** Between two looks, or between two faults: no test takes it for something having happened. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      // A frozen process dies of SIGKILL too.
      kill();
    }
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
