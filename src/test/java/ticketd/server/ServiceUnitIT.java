package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static ticketd.testing.Waiting.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Processes;

/** The server under a service manager, as {@code config/ticketd@.service} has it. */
class ServiceUnitIT {
  private static final Path UNIT = Path.of("config", "ticketd@.service");

  /** Of the look that was being taken when the end came. */
  private static final List<String> LAST_LOOK = List.of("WATCHDOG=1");

  @TempDir Path directory;

  private Map<String, String> environment(Path socket) {
    return Map.of(
        "NOTIFY_SOCKET", socket.toString(),
        "WATCHDOG_USEC", "1500000",
        "STATE_DIRECTORY", directory.toString());
  }

  @Test
  void shouldTellTheServiceManagerThatItIsReadyThatItLivesAndThatItEnds() throws Exception {
    Path socket = directory.resolve("notify");
    try (NotifySocket heard = NotifySocket.at(socket);
        JarProcess server = JarProcess.run(environment(socket), "--lang=en", "--port=0")) {
      int port = server.port();
      await().until(() -> heard.count("WATCHDOG=1") > 1);
      server.signal("TERM");

      assertThat(server.status()).isEqualTo(143);
      assertThat(heard.messages())
          .startsWith("READY=1", "STATUS=listening on 127.0.0.1:" + port, "WATCHDOG=1");
      assertThat(heard.behind("STOPPING=1")).isIn(List.of(), LAST_LOOK);
      // A busy machine may be slow to answer.
      assertThat(server.errors()).allMatch(line -> line.contains("answer its own PING"));
      assertThat(server.output())
          .describedAs("the watchdog's own connections are not logged")
          .noneMatch(line -> line.contains("connected"));
    }
  }

  /** A peer that takes nothing holds up the end, when nobody listens any more. */
  @Test
  void shouldNotLookForItselfWhileItEnds() throws Exception {
    Path socket = directory.resolve("notify");
    Path settings = Files.writeString(directory.resolve("settings"), "ticketd.drain-timeout = 3s");
    try (NotifySocket heard = NotifySocket.at(socket);
        JarProcess server =
            JarProcess.run(environment(socket), "--lang=en", "--port=0", "--config=" + settings);
        Socket peer = new Socket()) {
      peer.setReceiveBufferSize(1);
      peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      peer.getOutputStream().write("HELP\n".repeat(2_000).getBytes(StandardCharsets.US_ASCII));
      await().until(() -> heard.count("WATCHDOG=1") > 0);
      server.signal("TERM");

      assertThat(server.status()).isEqualTo(143);
      assertThat(heard.behind("STOPPING=1")).isIn(List.of(), LAST_LOOK);
      assertThat(server.errors()).noneMatch(line -> line.contains("PING: Connection refused"));
    }
  }

  @Test
  void shouldBeAUnitThatSystemdAccepts() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))
            && Files.isExecutable(Path.of("/usr/bin/java")),
        "systemd-analyze, and Java where the unit has it");
    Path instance = Files.copy(UNIT, directory.resolve("ticketd@12345.service"));

    assertThat(Processes.run("systemd-analyze", "verify", instance.toString())).isEmpty();
  }
}
