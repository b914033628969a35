package ticketd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How tests start processes. What the tests themselves were started with reaches none of them:
 * signals are as a login leaves them (under {@code nohup} some are ignored, and what is ignored a
 * child inherits), and the environment is bare.
 */
public final class Processes {
  private Processes() {}

  /** In the locale C, with nothing in the environment but that and the PATH. */
  public static ProcessBuilder builder(List<String> command) {
    List<String> whole = new ArrayList<>(List.of("env", "--default-signal"));
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  public static ProcessBuilder builder(String... command) {
    return builder(List.of(command));
  }

  /** Runs a command of the host, which must succeed; returns what it wrote. */
  public static String run(String... command) {
    return run(builder(command));
  }

  public static String run(ProcessBuilder builder) {
    try {
      Process ran = builder.redirectErrorStream(true).start();
      ran.getOutputStream().close();
      String said = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (ran.waitFor() != 0) {
        throw new AssertionError(String.join(" ", builder.command()) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends a signal by its name, without SIG. */
  public static void signal(String name, Process process) {
    run("kill", "-" + name, String.valueOf(process.pid()));
  }

  public static boolean isInstalled(String command) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, command))) {
        return true;
      }
    }
    return false;
  }
}
