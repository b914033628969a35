package ticketd.client;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ticketd.testing.Processes;

/**
 * A tmux server with one terminal. It is spoken to in its control mode ({@code tmux(1)}), so that a
 * look at the terminal costs no process.
 */
final class Tmux implements AutoCloseable {
  private static final String TERMINAL = "terminal";
  private static final String BEGIN = "%begin ";

  private final Path socket;
  private final Process control;
  private final BufferedWriter commands;
  private final BufferedReader replies;

  private Tmux(Path socket) throws IOException {
    this.socket = socket;
    // Its session is another one than the terminal's, whose size is thus nobody else's.
    control = builder(socket, "-C", "new-session", "exec sleep 1000").start();
    commands = control.outputWriter(StandardCharsets.UTF_8);
    replies = control.inputReader(StandardCharsets.UTF_8);
    reply();
  }

  /** {@code line} runs on the terminal, in a shell. */
  static Tmux start(Path socket, int columns, int rows, String line) {
    Processes.run(
        builder(
            socket,
            "new-session",
            "-d",
            "-s",
            TERMINAL,
            "-x",
            "" + columns,
            "-y",
            "" + rows,
            line));
    try {
      return new Tmux(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder builder(Path socket, String... words) {
    List<String> command =
        new ArrayList<>(List.of("tmux", "-S", socket.toString(), "-f", "/dev/null", "-u"));
    command.addAll(List.of(words));
    ProcessBuilder builder = Processes.builder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** The word as shells and tmux take it, whatever is in it but a line feed. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Carries out a command for the terminal, in which there is no line feed; returns its output. */
  String ask(String command, String... words) {
    StringBuilder line = new StringBuilder(command + " -t " + TERMINAL);
    for (String word : words) {
      line.append(' ').append(quoted(word));
    }
    try {
      commands.write(line.append('\n').toString());
      commands.flush();
      return reply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is between the lines that begin and end a reply; notices between replies are dropped. */
  private String reply() throws IOException {
    String line = next();
    while (!line.startsWith(BEGIN)) {
      line = next();
    }
    String number = line.substring(BEGIN.length());
    StringBuilder output = new StringBuilder();
    for (line = next(); !line.equals("%end " + number); line = next()) {
      if (line.equals("%error " + number)) {
        throw new AssertionError("tmux: " + output);
      }
      output.append(line).append('\n');
    }
    return output.toString();
  }

  private String next() throws IOException {
    String line = replies.readLine();
    if (line == null) {
      throw new AssertionError("tmux has ended");
    }
    return line;
  }

  /** Carries out a command that is not the terminal's, by a process. */
  void run(String... words) {
    Processes.run(builder(socket, words));
  }

  /** The terminal hangs up. */
  @Override
  public void close() {
    run("kill-server");
    control.destroy();
  }
}
