package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.server.log.InteractionLog;
import ticketd.server.log.LogFormat;
import ticketd.server.text.Texts;
import ticketd.wire.Language;

class WatchdogTest {
  @TempDir Path directory;

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldGiveASignOfLifeOnlyAfterAnAnswer() throws Exception {
    Path path = directory.resolve("notify");
    try (NotifySocket heard = NotifySocket.at(path);
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Texts texts = Texts.in(Language.EN);
      Map<String, String> environment =
          Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "600000");
      ServiceManager manager = ServiceManager.of(environment, texts).orElseThrow();
      Watchdog watchdog =
          Watchdog.start(
              manager,
              manager.watchdog().orElseThrow(),
              (InetSocketAddress) server.getLocalSocketAddress(),
              new InteractionLog(
                  new ByteArrayOutputStream(), LogFormat.TEXT, Language.EN, Clock.systemUTC()),
              texts);

      // Said nothing to: the watchdog gives up, and comes again.
      Socket silent = server.accept();
      assertThat(heard.messages()).isEmpty();
      // An answer that is late, as on a busy machine, is no sign of life: then the next one.
      int answers = 0;
      while (heard.messages().isEmpty()) {
        answer(server.accept());
        answers++;
      }
      Socket silentAgain = server.accept();
      Socket last = server.accept();

      assertThat(heard.messages()).containsOnly("WATCHDOG=1").hasSizeBetween(1, answers);
      watchdog.close();
      silent.close();
      silentAgain.close();
      last.close();
    }
  }

  private static void answer(Socket watchdog) throws IOException {
    try (watchdog) {
      assertThat(new String(watchdog.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
          .isEqualTo("PING\n");
      watchdog.getOutputStream().write("[OK] PONG\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void shouldWantNoSignOfLifeThatIsMeantForAnotherProcess() {
    Texts texts = Texts.in(Language.EN);
    Map<String, String> forAnother =
        Map.of("NOTIFY_SOCKET", "/s", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1");
    Map<String, String> forThis =
        Map.of(
            "NOTIFY_SOCKET", "/s",
            "WATCHDOG_USEC", "30000000",
            "WATCHDOG_PID", String.valueOf(ProcessHandle.current().pid()));

    assertThat(ServiceManager.of(Map.of(), texts)).isEmpty();
    assertThat(ServiceManager.of(forAnother, texts).orElseThrow().watchdog()).isEmpty();
    assertThat(ServiceManager.of(forThis, texts).orElseThrow().watchdog())
        .contains(Duration.ofSeconds(30));
  }
}
