package ticketd.client;

import static ticketd.testing.Waiting.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import ticketd.testing.Jar;
import ticketd.testing.Processes;

/** The finished jar's client commands as processes, with pipes for streams. */
final class ClientJar {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /** What a process ended with and what it wrote, line by line. */
  record Ran(int status, List<String> output, List<String> errors) {}

  /** In the locale C and without any setting; files are put into {@code folder}. */
  ClientJar(Path folder) {
    this.folder = folder;
    environment.putAll(Processes.builder().environment());
    environment.put("HOME", folder.toString());
  }

  /** On the terminal of {@link Screens}, for the server at that port of this machine. */
  static ClientJar onATerminal(Path folder, int port) {
    return new ClientJar(folder)
        .with("TICKETD_SERVER", "127.0.0.1:" + port)
        .with("TERM", "screen-256color");
  }

  ClientJar with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Map<String, String> environment() {
    return environment;
  }

  Ran run(String input, String... arguments) {
    return run(input, Jar.client(arguments));
  }

  /** Runs the launcher script instead of the jar. */
  Ran runLauncher(Path launcher, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return run("", command);
  }

  Ran run(String input, List<String> command) {
    try {
      Path in = Files.createTempFile(folder, "in", "");
      Path out = Files.createTempFile(folder, "out", "");
      Path err = Files.createTempFile(folder, "err", "");
      Files.writeString(in, input);
      ProcessBuilder builder =
          Processes.builder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still runs: " + command);
      }
      return new Ran(process.exitValue(), lines(out), lines(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
  }
}
