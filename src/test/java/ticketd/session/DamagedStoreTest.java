package ticketd.session;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/**
 * Bytes of the store are overwritten under a running server: what can be read is shown, what cannot
 * is {@code unavailable}, and the connection and everybody else go on.
 */
class DamagedStoreTest {
  private static final int TICKETS = 20;
  private static final int DAMAGED_AT = 8192;
  private static final int DAMAGE = 64;

  /** Of docs/store-format.md. */
  private static final int COMMIT_AT = 256;

  @TempDir Path folder;
  private TestServer server;
  private LineClient client;

  /** The first ticket that cannot be read any more. */
  private int first;

  @BeforeEach
  void fileTicketsAndDamageOne() throws IOException {
    server = TestServer.start(folder);
    client = server.connect("Ana");
    client.status("LANG en");
    for (int i = 1; i <= TICKETS; i++) {
      client.status("SENDTICKET {\"title\":\"t" + i + "\",\"description\":\"" + text() + "\"}");
    }
    try (FileChannel store = FileChannel.open(server.server().store().file(), WRITE)) {
      store.write(ByteBuffer.wrap(new byte[DAMAGE]), DAMAGED_AT);
    }
    List<String> rows = client.ask("LIST");
    first = rows.size();
    assertThat(first).isBetween(2, TICKETS - 1);
  }

  private static String text() {
    return "d".repeat(400);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldListWhatComesBeforeAndKeepTheConnection() {
    List<String> reply = client.ask("LIST");
    assertThat(reply.subList(0, first - 1))
        .allSatisfy(row -> assertThat(row).matches("#\\d+ \\[Ana] t\\d+ - .*"));
    assertThat(reply.get(first - 1)).startsWith("[ERR] unavailable: ");
    assertThat(client.status("LIST id:" + (first + 2) + "..")).startsWith("[OK] ");
    assertThat(client.status("LIST sort:-updated limit:100")).startsWith("[ERR] unavailable: ");
    assertThat(client.status("LIST text:nothing")).startsWith("[ERR] unavailable: ");
    assertThat(client.status("PING")).isEqualTo("[OK] PONG");
  }

  @Test
  void shouldAnswerJsonAlike() {
    client.statusJson("FORMAT json");
    List<Map<String, Object>> reply = client.askJson("LIST");
    assertThat(reply).hasSize(first);
    assertThat(Json.value(reply.get(first - 1), "code")).isEqualTo("unavailable");
    assertThat(client.statusJson("PING")).containsEntry("ok", true);
  }

  @Test
  void shouldRefuseToShowWhatCannotBeRead() {
    assertThat(client.ask("SHOW " + first)).singleElement().asString().startsWith("[ERR] unavail");
    assertThat(client.status("HISTORY " + first)).startsWith("[ERR] unavailable: ");
    assertThat(client.status("SHOW 1")).isEqualTo("[OK]");
    assertThat(client.status("HISTORY 1")).isEqualTo("[OK] 1 change");
  }

  @Test
  void shouldRefuseToChangeWhatCannotBeReadAndNothingElse() {
    for (int i = 0; i < 20; i++) {
      assertThat(client.status("COMMENT " + first + " x")).startsWith("[ERR] unavailable: ");
    }
    assertThat(client.status("COMMENT 1 x")).isEqualTo("[OK] Comment added (#1)");
    assertThat(client.status("SENDTICKET {\"title\":\"on\"}"))
        .isEqualTo("[OK] Ticket added (#" + (TICKETS + 1) + ")");
    client.sendRaw("COMMENT 1 a\nCOMMENT " + first + " b\nCOMMENT 1 c\n");
    assertThat(client.reply()).containsExactly("[OK] Comment added (#1)");
    assertThat(client.reply()).singleElement().asString().startsWith("[ERR] unavailable: ");
    assertThat(client.reply()).containsExactly("[OK] Comment added (#1)");
    assertThat(client.status("HISTORY 1")).isEqualTo("[OK] 4 changes");
    assertThat(server.server().failed()).isNotDone();
  }

  /** As when another process's record is damaged before this one has read it. */
  @Test
  void shouldRefuseReadsWhileWhatWasCommittedCannotBeRead() throws IOException {
    Path file = server.server().store().file();
    try (FileChannel store = FileChannel.open(file, READ, WRITE)) {
      ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      store.read(word, COMMIT_AT);
      long committed = word.getLong(0);
      store.write(ByteBuffer.allocate(DAMAGE), committed);
      store.write(word.clear().putLong(0, committed + DAMAGE), COMMIT_AT);
      assertThat(client.ask("SHOW 1")).singleElement().asString().startsWith("[ERR] unavailable: ");
      client.sendRaw("PING\nLIST id:1\nSTATS\nPING\n");
      assertThat(client.reply()).containsExactly("[OK] PONG");
      assertThat(client.reply()).singleElement().asString().startsWith("[ERR] unavailable: ");
      assertThat(client.reply()).singleElement().asString().startsWith("[ERR] unavailable: ");
      assertThat(client.reply()).containsExactly("[OK] PONG");
    }
  }

  @Test
  void shouldEndAWatchThatCannotGoOnRatherThanSkip() {
    LineClient watcher = server.connect();
    watcher.status("WATCH since:0");
    for (int seq = 1; seq < first; seq++) {
      assertThat(watcher.event()).startsWith("! " + seq + " #" + seq + " ");
    }
    assertThat(watcher.rest()).singleElement().asString().startsWith("[ERR] unavailable: ");
    LineClient later = server.connect();
    later.status("WATCH");
    client.status("COMMENT 1 x");
    assertThat(later.event()).startsWith("! " + (TICKETS + 1) + " #1 [Ana] commented");
  }
}
