package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** Whole servers over one desk in PostgreSQL. */
class DeskServersTest {
  private final TestDesk desk = TestDesk.create();
  @TempDir Path folder;

  private TestServer serve(String node) {
    return desk.serve(folder.resolve(node));
  }

  private static String file(LineClient by, String title) {
    return by.status("SENDTICKET {\"title\":\"" + title + "\"}");
  }

  @Test
  void shouldServeOneDeskFromTwoNodes() {
    try (TestServer one = serve("one");
        TestServer other = serve("other")) {
      LineClient ana = one.connect();
      LineClient bo = other.connect();
      ana.status("IDENT ana");
      bo.status("IDENT bo");
      for (int i = 1; i <= 20; i += 2) {
        assertThat(file(ana, "from one")).contains("(#" + i + ")");
        assertThat(bo.status("LIST")).isEqualTo("[OK] " + i + (i == 1 ? " ticket" : " tickets"));
        assertThat(file(bo, "from the other")).contains("(#" + (i + 1) + ")");
        assertThat(ana.status("LIST")).isEqualTo("[OK] " + (i + 1) + " tickets");
      }
      assertThat(ana.ask("STATS"))
          .contains(" store: " + desk.url(), " sync: postgres", " events: 20");
    }
  }

  @Test
  void shouldGoOnWithAWatchAtAnotherNode() {
    try (TestServer other = serve("other")) {
      String last;
      try (TestServer one = serve("one")) {
        LineClient watcher = one.connect();
        watcher.watch("WATCH");
        LineClient bo = other.connect();
        bo.status("IDENT bo");
        file(bo, "a");
        assertThat(watcher.event()).contains("#1 ");
        last =
            one.connect().ask("STATS").stream()
                .filter(line -> line.startsWith(" generation: "))
                .findFirst()
                .orElseThrow()
                .substring(" generation: ".length());
      }
      LineClient bo = other.connect();
      bo.status("IDENT bo");
      file(bo, "b");
      LineClient again = other.connect();
      again.watch("WATCH since:" + last + "/1");
      assertThat(again.event()).contains("#2 ");
      LineClient elsewhere = other.connect();
      assertThat(elsewhere.status("WATCH since:7/1")).startsWith("[ERR] gone");
      await().until(() -> other.connect().status("LIST").equals("[OK] 2 tickets"));
    }
  }
}
