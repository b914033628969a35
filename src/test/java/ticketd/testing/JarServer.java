package ticketd.testing;

import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The finished jar as a server that is killed and comes back on the same port and store. */
public final class JarServer implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)\\.\\.\\.");

  private final Path folder;
  private String store = "store";
  private int port;
  private Process process;

  private JarServer(Path folder) {
    this.folder = folder;
    this.process = launch();
  }

  /** In French, over a store in {@code folder}; it listens when this returns. */
  public static JarServer start(Path folder) {
    return new JarServer(folder);
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL; it is gone when this returns. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends it a signal by its name; {@code STOP} has it do nothing until {@code CONT}. */
  public void signal(String name) {
    Processes.signal(name, process);
  }

  public void restart() {
    process = launch();
  }

  /** Comes back over a store that nobody has used. */
  public void restartAnew() {
    store += "+";
    restart();
  }

  private Process launch() {
    Path log = folder.resolve("server.log");
    String path = folder.resolve(store).toString();
    List<String> command =
        Jar.server(
            List.of("-Xmx256m"),
            List.of("server", "--port", "" + port, "--lang", "fr", "--store", path));
    try {
      Process started =
          Processes.builder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      await().until(() -> LISTENING.matcher(read(log)).find() || !started.isAlive());
      Matcher listening = LISTENING.matcher(read(log));
      if (!listening.find()) {
        throw new AssertionError(read(log));
      }
      port = Integer.parseInt(listening.group(1));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    kill();
  }
}
