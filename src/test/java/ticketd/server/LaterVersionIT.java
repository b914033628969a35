package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.journal.LaterVersion;
import ticketd.testing.Jar;
import ticketd.testing.Processes;

/** A rolling upgrade: a process of a later version writes into the store of a running server. */
class LaterVersionIT {
  private static final Map<String, String> ENGLISH = Map.of("TICKETD_LANG", "en");

  @TempDir Path directory;

  private Path store() {
    return directory.resolve("ticket_shm");
  }

  @ParameterizedTest
  @CsvSource({
    "batch, 'the record at offset 4224 has schema 9, this program knows 2'",
    "header, 'format version 3, this program knows 1 and 2'"
  })
  void shouldEndWithStatus1AndOneLine(String deed, String what) throws Exception {
    byte[] written;
    try (JarProcess server =
            JarProcess.run(ENGLISH, "--port=0", "--sync=always", "--store=" + store());
        TextPeer jules = new TextPeer(server.port());
        TextPeer watcher = new TextPeer(server.port())) {
      jules.ask("IDENT Jules");
      assertThat(jules.ask("SENDTICKET {\"title\":\"ticket\"}").get(0)).startsWith("[OK]");
      watcher.ask("WATCH");

      later(deed);
      written = Files.readAllBytes(store());
      assertThat(server.status()).isEqualTo(1);
      assertThat(server.errors())
          .containsExactly("ticketd: cannot go on: " + store() + ": " + what);
      assertThat(watcher.rest()).noneMatch(line -> line.contains("of to"));
    }
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
    try (JarProcess check = JarProcess.run(ENGLISH, "check", store().toString())) {
      assertThat(check.status()).isEqualTo(1);
      assertThat(check.errors()).singleElement().asString().endsWith(store() + ": " + what);
      assertThat(check.output()).isEmpty();
    }
    try (JarProcess again = JarProcess.run(ENGLISH, "--port=0", "--store=" + store())) {
      assertThat(again.status()).isEqualTo(1);
      assertThat(again.errors()).containsExactly("ticketd: cannot start: " + store() + ": " + what);
    }
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
  }

  private void later(String deed) {
    List<String> arguments = List.of(store().toString(), deed, "1", "9");
    Processes.run(Jar.main(LaterVersion.class, List.of(), arguments).toArray(String[]::new));
  }
}
