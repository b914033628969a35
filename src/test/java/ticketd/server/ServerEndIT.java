package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.testing.Ports;
import ticketd.testing.Processes;

/** How the jar ends, and what does not end it. */
class ServerEndIT {
  /** As much as a pipe holds on Linux; the next byte blocks. */
  private static final int PIPE_BYTES = 64 << 10;

  @TempDir Path directory;

  private String store() {
    return directory.resolve("ticket_shm").toString();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void shouldAnswerThenEndWithTheSignalsStatus(String signal, int status) throws Exception {
    try (JarProcess server =
        JarProcess.run(Map.of(), "--lang=en", "--port=0", "--store=" + store())) {
      // Closed before the end: else the server waits a while for what the peer may still send.
      try (TextPeer peer = new TextPeer(server.port())) {
        peer.ask("IDENT Jules");
        server.signal(signal);

        assertThat(peer.rest()).singleElement().asString().startsWith("[ERR] shutting-down: ");
      }
      assertThat(server.status()).isEqualTo(status);
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void shouldEndAtOnceOnASecondSignal() throws Exception {
    try (JarProcess server =
            JarProcess.run(
                Map.of(),
                List.of("-Dticketd.drain-timeout=1h"),
                builder -> builder,
                "--lang=en",
                "--port=0",
                "--store=" + store());
        TextPeer peer = new TextPeer(server.port())) {
      oweMoreThanBuffersHold(peer);
      server.signal("TERM");
      await().until(() -> isEnding(server));
      server.signal("INT");

      assertThat(server.status()).isEqualTo(130);
    }
  }

  private static boolean isEnding(JarProcess server) {
    return server.output().stream().anyMatch(line -> line.contains("Asked to end"));
  }

  /** Asks for tens of megabytes and reads none of it. */
  private static void oweMoreThanBuffersHold(TextPeer peer) throws Exception {
    peer.ask("IDENT Jules");
    peer.ask("SENDTICKET {\"title\":\"x\",\"description\":\"" + "x".repeat(32_000) + "\"}");
    for (int i = 0; i < 1_000; i++) {
      peer.send("SHOW 1");
    }
    assertThat(peer.line()).startsWith("#1 ");
  }

  @Test
  void shouldServeAndEndWhenNobodyReadsStandardOutput() throws Exception {
    Path pipe = pipe();
    int port = Ports.free();
    try (RandomAccessFile unread = new RandomAccessFile(pipe.toFile(), "rw");
        JarProcess server =
            JarProcess.run(
                Map.of(),
                List.of(),
                builder -> {
                  fill(unread);
                  return builder.redirectOutput(pipe.toFile());
                },
                "--port=" + port,
                "--store=" + store())) {
      await().ignoreExceptions().until(() -> answers(port));
      for (int i = 0; i < 1_000; i++) {
        assertThat(answers(port)).isTrue();
      }
      server.signal("TERM");

      assertThat(server.status()).isEqualTo(143);
    }
  }

  private static void fill(RandomAccessFile pipe) {
    try {
      pipe.write(".".repeat(PIPE_BYTES).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldServeWhenTheReaderOfStandardOutputIsGone() throws Exception {
    Path pipe = pipe();
    int port = Ports.free();
    RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw");
    try (JarProcess server =
        JarProcess.run(
            Map.of(),
            List.of(),
            builder -> builder.redirectOutput(pipe.toFile()),
            "--lang=en",
            "--port=" + port,
            "--store=" + store())) {
      assertThat(reader.readLine()).endsWith(":" + port + "...");
      reader.close();
      await().until(() -> answers(port) && !server.errors().isEmpty());
      server.signal("TERM");

      assertThat(server.status()).isEqualTo(143);
      assertThat(server.errors()).singleElement().asString().contains("standard output is gone");
    }
  }

  private Path pipe() {
    Path pipe = directory.resolve("pipe");
    Processes.run("mkfifo", pipe.toString());
    return pipe;
  }

  private static boolean answers(int port) throws Exception {
    try (TextPeer peer = new TextPeer(port)) {
      return peer.ask("PING").equals(List.of("[OK] PONG"));
    }
  }
}
