package ticketd.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static ticketd.testing.Waiting.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import ticketd.testing.Processes;

/**
 * The socket on which a service manager hears sd_notify(3); in Python, since Java has no datagram
 * sockets of the Unix family. Tests that use it are skipped where systemd-notify is not installed.
 */
final class NotifySocket implements AutoCloseable {
  private static final String PROGRAM =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print("bound", flush=True)
      while True:
          print(s.recv(65536).decode(), flush=True)
      """;

  private final Process process;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  private NotifySocket(Process process) {
    this.process = process;
  }

  static NotifySocket at(Path socket) throws IOException {
    assumeTrue(
        Processes.isInstalled("systemd-notify") && Processes.isInstalled("python3"),
        "systemd-notify, python3");
    NotifySocket notify =
        new NotifySocket(
            Processes.builder("python3", "-c", PROGRAM, socket.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(notify.process.getInputStream(), StandardCharsets.UTF_8));
    if (!"bound".equals(lines.readLine())) {
      throw new AssertionError("the receiver did not start");
    }
    Thread reader =
        new Thread(
            () -> {
              try (lines) {
                // The barrier is systemd-notify's own: it waits until it was taken from the socket.
                lines
                    .lines()
                    .filter(line -> !line.equals("BARRIER=1"))
                    .forEach(notify.messages::add);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    return notify;
  }

  /** What was said so far, an assignment an element. */
  List<String> messages() {
    return messages;
  }

  long count(String message) {
    return messages.stream().filter(message::equals).count();
  }

  /** What was said after that, which is waited for. */
  List<String> behind(String message) {
    await().until(() -> messages.contains(message));
    return messages.subList(messages.indexOf(message) + 1, messages.size());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
