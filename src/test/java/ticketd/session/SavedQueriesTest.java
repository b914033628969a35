package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** SAVE, SAVED, UNSAVE, and queries that name what is saved. */
class SavedQueriesTest {
  @TempDir Path folder;
  private TestServer server;
  private LineClient ana;
  private LineClient bob;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    ana = server.connect("Ana");
    bob = server.connect("Bob");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldSayWhatIsSaved() {
    assertThat(ana.ask("SAVED")).containsExactly("[OK] 0 recherche enregistrée");
    assertThat(ana.status("SAVE mine  assignee:me -status:closed "))
        .isEqualTo("[OK] Recherche enregistrée : mine");
    assertThat(bob.status("SAVE hot priority:urgent \"disque plein\"")).startsWith("[OK]");
    assertThat(bob.status("SAVE mine assignee:me -status:closed"))
        .isEqualTo("[OK] Rien à changer : mine");
    assertThat(bob.ask("SAVED"))
        .containsExactly(
            " hot: priority:urgent \"disque plein\"",
            " mine: assignee:me -status:closed",
            "[OK] 2 recherches enregistrées");
    assertThat(ana.status("SAVE hot priority:high")).startsWith("[OK]");
    assertThat(ana.status("UNSAVE mine")).isEqualTo("[OK] Recherche enregistrée retirée : mine");
    assertThat(ana.ask("SAVED"))
        .containsExactly(" hot: priority:high", "[OK] 1 recherche enregistrée");
    assertThat(ana.status("UNSAVE mine")).startsWith("[ERR] not-found: ");
    assertThat(ana.status("LIST saved:mine")).startsWith("[ERR] bad-request: ");
  }

  @Test
  void shouldUseWhatIsSavedAsIfItWereSaidThere() {
    ana.status("SAVE mine assignee:me -tag:done");
    ana.status("SENDTICKET {\"title\":\"a\",\"assignee\":\"Ana\"}");
    ana.status("SENDTICKET {\"title\":\"b\",\"assignee\":\"Bob\"}");
    ana.status("SENDTICKET {\"title\":\"c\",\"assignee\":\"Bob\",\"tags\":[\"done\"]}");
    assertThat(ids(ana.ask("LIST saved:mine"))).containsExactly("#1");
    assertThat(ids(bob.ask("LIST saved:mine"))).containsExactly("#2");
    assertThat(ids(bob.ask("LIST -saved:mine id:2.."))).containsExactly("#3");
    assertThat(ids(bob.ask("LIST saved:mine b sort:-id limit:1"))).containsExactly("#2");
    assertThat(bob.ask("REPORT saved:mine").get(0)).startsWith(" total: filed 1 ");
    LineClient nobody = server.connect();
    assertThat(nobody.status("LIST saved:mine")).startsWith("[ERR] not-identified: ");
    assertThat(ids(nobody.ask("LIST -tag:done"))).containsExactly("#1", "#2");
  }

  private static List<String> ids(List<String> reply) {
    return reply.stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.split(" ", 2)[0])
        .toList();
  }

  @Test
  void shouldTakeTheNextOfASavedQuery() {
    ana.status("SENDTICKET {\"title\":\"a\"}");
    ana.status("SENDTICKET {\"title\":\"b\",\"tags\":[\"x\"]}");
    // In one write: a batch sees what it saved itself.
    ana.send("SAVE x tag:x", "TAKE NEXT saved:x", "UNSAVE x", "TAKE NEXT saved:x");
    assertThat(ana.reply().get(0)).startsWith("[OK]");
    assertThat(ana.reply().get(0)).contains("#2");
    assertThat(ana.reply().get(0)).startsWith("[OK]");
    assertThat(ana.reply().get(0)).startsWith("[ERR] bad-request: ");
    assertThat(ana.status("@n TAKE NEXT -saved:x")).startsWith("[ERR] bad-request: ");
    ana.status("SAVE x tag:x");
    assertThat(ana.status("@n TAKE NEXT -saved:x")).contains("#1");
    ana.status("UNSAVE x");
    assertThat(ana.status("@n TAKE NEXT -saved:x")).as("as the first was").contains("#1");
  }

  @Test
  void shouldCountUnknownNamesAmongTheErrorsThatEndAConnection() {
    String unknown = "TAKE NEXT saved:none";
    for (int i = 0; i < 19; i++) {
      assertThat(ana.status(unknown)).startsWith("[ERR] bad-request: ");
    }
    assertThat(ana.status("SAVE x tag:x")).startsWith("[OK]");
    assertThat(ana.status("TAKE NEXT saved:x")).startsWith("[ERR] not-found: ");
    // In one write: nothing behind the last one is carried out.
    List<String> lines = new ArrayList<>(Collections.nCopies(20, unknown));
    lines.add("SENDTICKET {\"title\":\"behind\"}");
    ana.send(lines.toArray(String[]::new));
    for (int i = 0; i < 19; i++) {
      assertThat(ana.reply().get(0)).startsWith("[ERR] bad-request: ");
    }
    assertThat(ana.rest()).singleElement().asString().startsWith("[ERR] too-many-errors: ");
    assertThat(bob.ask("LIST")).containsExactly("[OK] 0 ticket");
  }

  @Test
  void shouldKeepWhatAWatchRead() {
    ana.status("SAVE x tag:x");
    ana.watch("WATCH saved:x");
    bob.status("SAVE x tag:y");
    bob.status("SENDTICKET {\"title\":\"y\",\"tags\":[\"y\"]}");
    bob.status("SENDTICKET {\"title\":\"x\",\"tags\":[\"x\"]}");
    assertThat(ana.event()).as("nothing of SAVE, nothing of y").contains("#2");
    assertThat(ana.eventsSoFar()).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoQueryToKeep() {
    for (String request :
        List.of(
            "SAVE",
            "SAVE x",
            "SAVE X tag:x",
            "SAVE -x tag:x",
            "SAVE " + "x".repeat(33) + " tag:x",
            "SAVE x saved:y",
            "SAVE x -saved:y",
            "SAVE x sort:id",
            "SAVE x limit:3",
            "SAVE x after:3",
            "SAVE x since:3",
            "SAVE x by:day",
            "SAVE x colour:red",
            "SAVE x status:done",
            "UNSAVE",
            "UNSAVE X",
            "UNSAVE x y",
            "SAVED x",
            "LIST saved:",
            "LIST saved:X",
            "@k SAVED")) {
      assertThat(ana.status(request)).as(request).startsWith("[ERR] bad-request: ");
      ana.status("PING");
    }
    LineClient nobody = server.connect();
    assertThat(nobody.status("SAVE x tag:x")).startsWith("[ERR] not-identified: ");
    assertThat(nobody.status("UNSAVE x")).startsWith("[ERR] not-identified: ");
    assertThat(nobody.ask("SAVED")).hasSize(1);
  }

  @Test
  void shouldCountQueriesThatNameWhatIsNotSavedAsErrors() {
    for (int i = 1; i < 20; i++) {
      assertThat(ana.status("LIST saved:none")).startsWith("[ERR] bad-request: ");
    }
    assertThat(ana.status("LIST saved:none")).startsWith("[ERR] too-many-errors: ");
  }

  @Test
  void shouldCarryOutOnceWhatHasAKey() {
    ana.status("FORMAT json");
    Map<String, Object> saved = ana.statusJson("@k SAVE x tag:x");
    assertThat(saved)
        .containsEntry("ok", true)
        .containsEntry("name", "x")
        .containsEntry("seq", 1L)
        .containsEntry("changed", true)
        .doesNotContainKeys("duplicate", "id", "version");
    Map<String, Object> kept = ana.statusJson("@same SAVE x tag:x");
    assertThat(kept).containsEntry("seq", 1L).containsEntry("changed", false);
    assertThat(ana.statusJson("SAVE x tag:x")).as("without a key, no event").isEqualTo(kept);
    Map<String, Object> removed = ana.statusJson("@u UNSAVE x");
    assertThat(removed).as("behind the event of the key").containsEntry("seq", 3L);
    compareRepeats(ana, saved, kept, removed);
    assertThat(Json.object(ana.status("@k SAVE x tag:y"))).containsEntry("code", "conflict");
    assertThat(Json.object(ana.status("@k SENDTICKET {\"title\":\"x\"}")))
        .containsEntry("code", "conflict");
    ana.statusJson("@t SENDTICKET {\"title\":\"x\"}");
    assertThat(Json.object(ana.status("@t UNSAVE x"))).containsEntry("code", "conflict");
    assertThat(ana.askJson("SAVED").get(0)).containsEntry("count", 0L);
    assertThat(bob.status("@k SAVE z tag:z")).as("another's key").startsWith("[OK]");
    server.close();
    server = TestServer.start(folder);
    LineClient again = server.connect("ANA");
    again.status("FORMAT json");
    compareRepeats(again, saved, kept, removed);
    assertThat(again.askJson("SAVED").get(0))
        .containsEntry("name", "z")
        .containsEntry("query", "tag:z");
  }

  private static void compareRepeats(
      LineClient client,
      Map<String, Object> saved,
      Map<String, Object> kept,
      Map<String, Object> removed) {
    assertThat(withoutDuplicate(client.statusJson("@k SAVE  x  tag:x"))).isEqualTo(saved);
    assertThat(withoutDuplicate(client.statusJson("@same SAVE x tag:x"))).isEqualTo(kept);
    assertThat(withoutDuplicate(client.statusJson("@u UNSAVE x"))).isEqualTo(removed);
  }

  private static Map<String, Object> withoutDuplicate(Map<String, Object> status) {
    Map<String, Object> without = new LinkedHashMap<>(status);
    assertThat(without.remove("duplicate")).isEqualTo(true);
    return without;
  }
}
