package ticketd.client.command;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import ticketd.client.screen.Cells;
import ticketd.client.screen.Output;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Width;

/** Shows what is longer than the terminal's screen a page at a time. */
final class Pager {
  private static final String USUAL = "less -FRX";

  /** A shell's status where a command is not there, or cannot be run. */
  private static final int NOT_RUN = 126;

  private Pager() {}

  /** Writes the lines, through the person's pager where they are too many. */
  static void show(List<String> lines, Map<String, String> environment, Output out)
      throws IOException {
    String pager = command(environment);
    if (Tty.isOutput() && !pager.isBlank() && !fits(lines, Width.columns(), Width.rows())) {
      out.flush();
      if (page(pager, lines, environment)) {
        return;
      }
    }
    for (String line : lines) {
      out.line(line);
    }
  }

  /** What shows pages; empty where the person wants none. */
  static String command(Map<String, String> environment) {
    for (String name : List.of("TICKETD_PAGER", "PAGER")) {
      if (environment.containsKey(name)) {
        return environment.getOrDefault(name, "");
      }
    }
    return USUAL;
  }

  /** Whether the lines, with the prompt below them, fit the screen. */
  static boolean fits(List<String> lines, int columns, int rows) {
    long needed = 1;
    for (String line : lines) {
      for (String each : line.split("\n", -1)) {
        int width = Cells.width(each.replaceAll("\u001b\\[[0-9;]*m", "").replace("\t", "        "));
        needed += Math.max(1, (width + columns - 1) / columns);
      }
    }
    return needed <= rows;
  }

  /** Whether the pager ran. */
  private static boolean page(String pager, List<String> lines, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", pager)
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    if (!environment.containsKey("LESS")) {
      builder.environment().put("LESS", "FRX");
    }
    // What is shown is UTF-8 whatever the locale is.
    builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
    Process process = builder.start();
    // Ctrl-C is the pager's: this process, which it ends as well, must not leave before it.
    Thread last = new Thread(() -> await(process), "pager");
    Runtime.getRuntime().addShutdownHook(last);
    feed(process, lines);
    int status = await(process);
    Runtime.getRuntime().removeShutdownHook(last);
    return status < NOT_RUN;
  }

  private static void feed(Process process, List<String> lines) {
    try (OutputStream to = process.getOutputStream()) {
      for (String line : lines) {
        to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // Whoever reads has seen enough, or the pager is not there, which its status tells.
      return;
    }
  }

  /** Its status; whoever interrupts is not obeyed: it ends when its reader wants it to. */
  private static int await(Process process) {
    return process.onExit().join().exitValue();
  }
}
