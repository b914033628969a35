package ticketd.journal;

import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import ticketd.testing.Jar;
import ticketd.testing.Processes;

/** A {@link FilerMain} in a process of its own. */
final class Filer {
  private final Process process;
  private final Thread listener;
  private volatile String lastLine = "";

  private Filer(Process process, Map<String, Long> acknowledged) {
    this.process = process;
    this.listener = new Thread(() -> listen(acknowledged));
    listener.start();
  }

  /** Starts to file; each title that was acknowledged goes into the map, with its id. */
  static Filer start(
      Path store, SyncMode mode, String name, String fault, Map<String, Long> acknowledged)
      throws IOException {
    return new Filer(process(List.of(), store, mode, name, fault, "file"), acknowledged);
  }

  /** Takes the lock and keeps it; returns once it has it. */
  static Filer hold(Path store, SyncMode mode) throws IOException {
    return hold(List.of(), store, mode);
  }

  /** The same behind another command, which runs this one. */
  static Filer hold(List<String> behind, Path store, SyncMode mode) throws IOException {
    Filer filer =
        new Filer(
            process(behind, store, mode, "holder", "none", "hold"), new ConcurrentHashMap<>());
    await().until(() -> filer.lastLine.equals("held"));
    return filer;
  }

  private static Process process(
      List<String> behind, Path store, SyncMode mode, String name, String fault, String hold)
      throws IOException {
    List<String> command = new ArrayList<>(behind);
    command.addAll(
        Jar.main(
            FilerMain.class,
            List.of("-Xmx64m"),
            List.of(store.toString(), mode.wireName(), name, fault, hold)));
    // What a careless one ends with is expected.
    ProcessBuilder.Redirect errors =
        fault.equals("none") ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD;
    return Processes.builder(command).redirectError(errors).start();
  }

  private void listen(Map<String, Long> acknowledged) {
    try (BufferedReader lines = process.inputReader()) {
      // A line that the kill cut short was told to nobody.
      StringBuilder line = new StringBuilder();
      for (int c = lines.read(); c >= 0; c = lines.read()) {
        if (c != '\n') {
          line.append((char) c);
          continue;
        }
        lastLine = line.toString();
        line.setLength(0);
        int space = lastLine.indexOf(' ');
        if (space > 0) {
          acknowledged.put(
              lastLine.substring(space + 1), Long.valueOf(lastLine.substring(0, space)));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops or continues it, as by job control. */
  void signal(String name) {
    Processes.signal(name, process);
  }

  /** Kills it (SIGKILL); returns when it is gone and everything it said was heard. */
  void kill() throws InterruptedException {
    // Process.destroyForcibly would close the pipe, and what is in it would not be heard.
    process.toHandle().destroyForcibly();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the process does not end");
    }
    listener.join();
  }
}
