package ticketd.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.server.text.Texts;

/**
 * The service manager that started this process, systemd or one like it: told through {@code
 * systemd-notify}, since Java has no datagram sockets of the Unix family (sd_notify(3)). Its unit
 * needs {@code NotifyAccess=all}.
 */
final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String SOCKET = "NOTIFY_SOCKET";

  private final String socket;
  private final Texts texts;
  private final Optional<Duration> watchdog;

  private ServiceManager(String socket, Texts texts, Optional<Duration> watchdog) {
    this.socket = socket;
    this.texts = texts;
    this.watchdog = watchdog;
  }

  /** Empty when nobody waits to be told. */
  static Optional<ServiceManager> of(Map<String, String> environment, Texts texts) {
    String socket = environment.getOrDefault(SOCKET, "");
    if (socket.isEmpty()) {
      return Optional.empty();
    }
    boolean meant =
        Optional.ofNullable(environment.get("WATCHDOG_PID"))
            .map(pid -> pid.equals(String.valueOf(ProcessHandle.current().pid())))
            .orElse(true);
    Optional<Duration> watchdog =
        Optional.ofNullable(environment.get("WATCHDOG_USEC"))
            .filter(micros -> meant && micros.matches("[1-9]\\d{0,14}"))
            .map(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros))));
    return Optional.of(new ServiceManager(socket, texts, watchdog));
  }

  /** Within how long it wants a sign of life, if it does. */
  Optional<Duration> watchdog() {
    return watchdog;
  }

  void ready(String status) {
    tell("--ready", "--status=" + status);
  }

  void stopping() {
    tell("STOPPING=1");
  }

  void alive() {
    tell("WATCHDOG=1");
  }

  private void tell(String... what) {
    List<String> command = new ArrayList<>(List.of("systemd-notify"));
    command.addAll(List.of(what));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD);
      builder.environment().put(SOCKET, socket);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        LOG.warn(texts.of("notify-failed", "> " + PATIENCE.toSeconds() + " s"));
      } else if (process.exitValue() != 0) {
        LOG.warn(texts.of("notify-failed", "status " + process.exitValue()));
      }
    } catch (IOException e) {
      LOG.warn(texts.of("notify-failed", e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
