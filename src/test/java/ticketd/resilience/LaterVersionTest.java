package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.journal.LaterVersion;
import ticketd.journal.StoreCheck;
import ticketd.server.RunningServer;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** A server whose store another process writes what this version does not know, or cannot read. */
class LaterVersionTest {

  /** What is done to the store under a running server, and what it says of it. */
  private enum Deed {
    TYPE(": the record at offset 4224 has type 63, which this program does not know") {
      @Override
      void run(LaterVersion later) throws Exception {
        later.append(63, 1);
      }
    },
    SCHEMA(": the record at offset 4224 has schema 9, this program knows 2") {
      @Override
      void run(LaterVersion later) throws Exception {
        later.append(1, 9);
      }
    },
    VERSION(": format version 3, this program knows 1 and 2") {
      @Override
      void run(LaterVersion later) throws Exception {
        later.raiseVersion();
      }
    },
    SEAL(": sealed by a later version") {
      @Override
      void run(LaterVersion later) throws Exception {
        later.seal();
      }
    };

    final String said;

    Deed(String said) {
      this.said = said;
    }

    abstract void run(LaterVersion later) throws Exception;
  }

  @TempDir Path folder;
  private TestServer server;
  private LineClient jules;

  private Path store() {
    return folder.resolve("tickets");
  }

  private void start(String sync) {
    server = TestServer.start(TestServer.Setup.in(folder).syncing(sync));
    jules = server.connect("Jules");
    assertThat(file(jules)).startsWith("[OK]");
  }

  @BeforeEach
  void startServer() {
    start("os");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String file(LineClient client) {
    return client.status("SENDTICKET {\"title\":\"x\"}");
  }

  private void assertEnded(Deed deed) {
    assertThat(server.server().failed())
        .succeedsWithin(PATIENCE)
        .isEqualTo(new RunningServer.Failure(1, Optional.of(store() + deed.said)));
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndByItself(Deed deed) throws Exception {
    deed.run(new LaterVersion(store()));
    byte[] written = Files.readAllBytes(store());
    assertEnded(deed);
    server.close();
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerNoReadAndStoreNothingAnyMore(Deed deed) throws Exception {
    LineClient reader = server.connect();
    assertThat(reader.status("PING")).startsWith("[OK]");
    deed.run(new LaterVersion(store()));
    byte[] written = Files.readAllBytes(store());
    // Before the server looks by itself, or just after: it is the same.
    reader.send("SHOW 1", "STATS");
    jules.send("SENDTICKET {\"title\":\"y\"}");
    assertEnded(deed);
    // What came before is met in any case.
    assertThat(file(server.connect("Ana"))).startsWith("[ERR] unavailable");
    assertThat(server.server().stop(Duration.ZERO)).succeedsWithin(PATIENCE);
    assertThat(untilItEnds(reader)).noneMatch(line -> line.startsWith("[OK]"));
    assertThat(untilItEnds(jules)).noneMatch(line -> line.startsWith("[OK]"));
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
  }

  private static List<String> untilItEnds(LineClient client) {
    List<String> lines = new ArrayList<>();
    try {
      for (Optional<String> line = client.line(); line.isPresent(); line = client.line()) {
        lines.add(line.get());
      }
    } catch (AssertionError cut) {
      // A connection that owes an answer is not closed but reset.
      assertThat(cut).hasMessageContaining("reset");
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "interval"})
  void shouldEndInEachSyncMode(String sync) throws Exception {
    server.close();
    start(sync);
    jules.send("SENDTICKET {\"title\":\"y\"}");
    assertThat(jules.reply()).isNotEmpty();
    Deed.SEAL.run(new LaterVersion(store()));
    assertEnded(Deed.SEAL);
  }

  /** Seen: it went on behind such a record, and filed the ticket of the record a second time. */
  @Test
  void shouldNotGoPastARecordThatItCannotRead() throws Exception {
    LaterVersion other = new LaterVersion(store());
    byte[] good = new byte[1];
    long second =
        other.append(
            true,
            (bytes, at, length) -> {
              good[0] = bytes[at + length - 1];
              bytes[at + length - 1] = 5;
            });

    for (int i = 0; i < 3; i++) {
      assertThat(file(jules)).startsWith("[ERR] unavailable");
    }
    other.change(second, (bytes, at, length) -> bytes[at + length - 1] = good[0]);

    await().until(() -> file(jules).startsWith("[OK]"));
    List<String> listed = jules.ask("LIST");
    assertThat(listed).hasSize(5);
    assertThat(StoreCheck.run(store()).finding()).isEmpty();
    assertThat(StoreCheck.run(store()).tickets()).isEqualTo(4);
  }
}
