package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.command.Commanded.Ran;
import ticketd.protocol.Json;
import ticketd.testing.TestServer;

/** {@code save}, {@code saved} and {@code unsave}. */
class SavedQueriesTest {
  @TempDir Path folder;

  @Test
  void shouldSaveUseListAndForgetQueries() {
    try (TestServer server = TestServer.start(folder)) {
      Commanded zoe = new Commanded(server);
      zoe.file("-t", "one", "-l", "web");
      zoe.file("-t", "two", "-p", "urgent");

      assertThat(zoe.run("save", "web", "tag:web", "-status:closed").error())
          .isEqualTo("ticket: query web saved; saved:web uses it");
      assertThat(zoe.run("save", "web", "tag:web", "-status:closed").error())
          .contains("nothing to change");
      assertThat(zoe.run("list", "saved:web", "--json", "title").line())
          .isEqualTo("{\"title\":\"one\"}");
      Json again =
          Json.parse(zoe.run("save", "b", "is:open", "--key", "k", "--json").output().get(0));
      assertThat(again.text("name")).isEqualTo("b");
      assertThat(zoe.run("save", "b", "is:open", "--key", "k", "--json").output().get(0))
          .contains("\"duplicate\":true");
      assertThat(zoe.run("saved").output())
          .containsExactly("b\tis:open", "web\ttag:web -status:closed");
      assertThat(zoe.run("saved", "--json", "name").output())
          .containsExactly("{\"name\":\"b\"}", "{\"name\":\"web\"}");

      Ran gone = zoe.run("unsave", "web");
      assertThat(gone.status()).isZero();
      assertThat(gone.error()).contains("web is saved no longer");
      assertThat(zoe.run("unsave", "web").status()).isEqualTo(3);
      assertThat(zoe.run("list", "saved:web").status()).isEqualTo(2);
      Ran meant = zoe.run("save", "c", "statut:open");
      assertThat(meant.status()).isEqualTo(2);
      assertThat(meant.error()).contains("did you mean status:");
      assertThat(zoe.run("save", "Not a name", "is:open").status()).isEqualTo(2);
      assertThat(zoe.run("save", "c").error()).contains("QUERY");
    }
  }

  @Test
  void shouldSayWhoAsksWhereASavedQuerySpeaksOfMe() {
    try (TestServer server = TestServer.start(folder)) {
      Commanded zoe = new Commanded(server);
      zoe.file("-t", "one");
      zoe.file("-t", "two", "-a", "Ana");
      zoe.run("save", "mine", "assignee:me");
      Commanded ana = new Commanded(server).with("TICKETD_USER", "Ana");

      assertThat(ana.run("list", "saved:mine", "--json", "title").line())
          .isEqualTo("{\"title\":\"two\"}");
      assertThat(ana.run("list", "-saved:mine", "--json", "title").line())
          .isEqualTo("{\"title\":\"one\"}");
      assertThat(ana.run("report", "saved:mine", "--json", "filed").line())
          .isEqualTo("{\"filed\":1}");
      assertThat(ana.run("export", "saved:mine").output()).hasSize(1);
    }
  }
}
