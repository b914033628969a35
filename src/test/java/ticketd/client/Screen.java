package ticketd.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import ticketd.testing.Processes;
import ticketd.testing.Waiting;

/**
 * A program on a terminal, which is tmux: a real pseudo-terminal, and the screen as a person sees
 * it.
 */
final class Screen implements AutoCloseable {
  private final Tmux tmux;
  private boolean isOpen = true;

  private Screen(Tmux tmux) {
    this.tmux = tmux;
  }

  /**
   * Runs a command on a terminal of that size; the test is skipped on a host without tmux. Behind
   * it the screen shows {@code (status)}.
   */
  static Screen run(
      Path folder, int columns, int rows, Map<String, String> environment, List<String> command) {
    Assumptions.assumeTrue(Processes.isInstalled("tmux"), "tmux is not installed");
    StringBuilder line = new StringBuilder("env -i");
    environment.forEach((name, value) -> line.append(' ').append(Tmux.quoted(name + "=" + value)));
    command.forEach(word -> line.append(' ').append(Tmux.quoted(word)));
    line.append("; printf '(%s)\\n' $?; exec sleep 1000");
    return new Screen(Tmux.start(folder.resolve("tmux"), columns, rows, line.toString()));
  }

  /** Types text as it is. */
  Screen type(String text) {
    tmux.ask("send-keys", "-l", text);
    return this;
  }

  /** Presses a key by tmux's name for it: {@code Enter}, {@code Tab}, {@code C-c}, {@code Up}. */
  Screen press(String key) {
    tmux.ask("send-keys", key);
    return this;
  }

  /** Pastes text, as a terminal does that tells pasted text from typed. */
  Screen paste(String text) {
    tmux.run("set-buffer", text);
    tmux.ask("paste-buffer", "-p");
    return this;
  }

  /**
   * Types a line, once the prompt stands alone on the last line. The prompt that is there
   * afterwards is another one.
   */
  Screen enter(String prompt, String text) {
    awaitLast(prompt);
    if (!text.isEmpty()) {
      type(text);
      await("the text typed", lines -> !isLast(lines, prompt));
    }
    return press("Enter");
  }

  /** Gives the terminal another size; programs on it find that one when this returns. */
  Screen resize(int columns, int rows) {
    tmux.ask("resize-window", "-x", "" + columns, "-y", "" + rows);
    String terminal = tmux.ask("display-message", "-p", "#{pane_tty}").strip();
    Waiting.await()
        .until(
            () ->
                Processes.run("stty", "-F", terminal, "size").strip().equals(rows + " " + columns));
    return this;
  }

  /** The lines on the screen, without blanks at their ends, without empty ones at its end. */
  List<String> lines() {
    return cut(tmux.ask("capture-pane", "-p"));
  }

  /** The same with the colours as escape sequences. */
  String colours() {
    return tmux.ask("capture-pane", "-p", "-e");
  }

  private static List<String> cut(String captured) {
    List<String> lines = new ArrayList<>(captured.lines().map(String::stripTrailing).toList());
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  /** Waits until the last line is this. */
  List<String> awaitLast(String last) {
    return await("the last line to be " + last, lines -> isLast(lines, last));
  }

  private static boolean isLast(List<String> lines, String last) {
    return !lines.isEmpty() && lines.get(lines.size() - 1).equals(last.stripTrailing());
  }

  /** Waits until a line is this. */
  List<String> awaitLine(String line) {
    return await("a line " + line, lines -> lines.contains(line));
  }

  List<String> await(String what, Predicate<List<String>> condition) {
    try {
      return Waiting.await().until(this::lines, condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("waited for " + what + ":\n" + String.join("\n", lines()), e);
    }
  }

  /** Hangs up; what ran on the terminal has ended by itself when this returns. */
  void hangUp() {
    awaitEnd(hungUp());
  }

  /** What ran on the terminal has ended when this returns. */
  @Override
  public void close() {
    if (isOpen) {
      List<ProcessHandle> programs = hungUp();
      programs.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(programs);
    }
  }

  private List<ProcessHandle> hungUp() {
    long shell = Long.parseLong(tmux.ask("display-message", "-p", "#{pane_pid}").strip());
    List<ProcessHandle> programs =
        ProcessHandle.of(shell).stream().flatMap(ProcessHandle::descendants).toList();
    tmux.close();
    isOpen = false;
    return programs;
  }

  private static void awaitEnd(List<ProcessHandle> programs) {
    Waiting.await().until(() -> programs.stream().noneMatch(ProcessHandle::isAlive));
  }
}
