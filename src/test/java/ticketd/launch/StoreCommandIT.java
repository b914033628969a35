package ticketd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.postgres.TestDesk;
import ticketd.server.RunningServer;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;

/** Desks in a real PostgreSQL, looked after by the command line. */
class StoreCommandIT {
  private final TestDesk database = TestDesk.ofNothing();

  @TempDir Path folder;

  private static LineClient signedIn(TestServer server, String token) {
    LineClient client = server.connect();
    assertThat(client.status("AUTH " + token)).startsWith("[OK]");
    return client;
  }

  private static Ran store(String... words) {
    return ticket(Stream.concat(Stream.of("store"), Stream.of(words)).toArray(String[]::new));
  }

  private static Ran ticket(String... words) {
    return Ran.command(Map.of(), words);
  }

  private static String told(String... words) {
    Ran run = store(words);
    assertThat(run.status()).as(run.err()).isZero();
    return run.out();
  }

  private String generation() {
    return database.query("SELECT generation FROM ticketd.desk");
  }

  @Test
  void shouldMakeADeskAndGiveANodeItsRights() {
    database.query("CREATE ROLE store_command_node LOGIN");
    try {
      assertThat(told("create", database.url(), "--role", "store_command_node"))
          .isEqualTo("desk main created\n");
      assertThat(told("create", database.url()))
          .isEqualTo("there is a desk main already; its tables are those of this version\n");
      assertThat(
              database.query(
                  "SELECT string_agg(table_name || ' ' || privilege_type, ', ' ORDER BY 1) FROM"
                      + " information_schema.table_privileges WHERE grantee ="
                      + " 'store_command_node' AND table_name IN ('desk', 'event')"))
          .isEqualTo("desk SELECT, desk UPDATE, event INSERT, event SELECT");
      String asNode = database.url().replace("ticketd@", "store_command_node@");
      try (TestServer server = TestDesk.serve(asNode, folder.resolve("node"))) {
        assertThat(server.connect("ana").status("SENDTICKET {\"title\":\"a\"}")).contains("(#1)");
      }
      // The server is there, and refuses.
      assertThat(store("upgrade", asNode).status()).isEqualTo(1);
    } finally {
      database.query("DROP OWNED BY store_command_node; DROP ROLE store_command_node");
    }
  }

  /** Nodes of the new version write what the old ones did not know once the owner says so. */
  @Test
  void shouldLetRunningNodesWriteNewKindsOnceTheDeskIsUpgraded() {
    told("create", database.url());
    database.query("UPDATE ticketd.desk SET format = 1");
    try (TestServer server = database.serve(folder.resolve("node"))) {
      LineClient ana = server.connect("ana");
      ana.status("SENDTICKET {\"title\":\"a\"}");
      assertThat(ana.status("NOTE 1 {\"text\":\"b\"}")).startsWith("[ERR] unavailable");
      assertThat(told("upgrade", database.url()))
          .isEqualTo("tables and format are those of this version\n");
      assertThat(ana.status("LIST")).isEqualTo("[OK] 1 ticket");
      assertThat(ana.status("NOTE 1 {\"text\":\"b\"}")).startsWith("[OK]");
    }
  }

  @Test
  void shouldLeaveADatabaseAloneIntoWhichNothingCanBeCopied() {
    Ran run = store("copy", folder.resolve("none").toString(), database.url());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("none: does not exist");
    assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'ticketd'"))
        .isEqualTo("0");
  }

  @Test
  void shouldRefuseADeskThatIsNotThere() {
    told("create", database.url());
    for (String action : List.of("upgrade", "new-generation", "keep-generation")) {
      Ran run = store(action, database.url() + "?desk=other");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("the database has no desk 'other'");
    }
  }

  @Test
  void shouldRenewTheGenerationOrKeepIt() {
    told("create", database.url());
    String before = generation();
    assertThat(told("keep-generation", database.url()))
        .isEqualTo("the desk is of generation " + before + "\n");
    assertThat(generation()).isEqualTo(before);
    assertThat(told("new-generation", database.url()))
        .isEqualTo("the desk is of generation " + generation() + "\n");
    assertThat(Long.parseLong(generation())).isGreaterThan(Long.parseLong(before));
    // As after pg_upgrade: the system identifier is another, and nothing was lost.
    database.query("UPDATE ticketd.desk SET system_id = 1");
    String renewed = generation();
    told("keep-generation", database.url());
    try (TestServer server = database.serve(folder.resolve("node"))) {
      assertThat(server.connect().ask("STATS")).contains(" generation: " + renewed);
    }
    assertThat(generation()).isEqualTo(renewed);
  }

  @Test
  void shouldCloseADeskBesideItsNodesAndLookAfterItsAccounts() {
    assertThat(ticket("user", "list", "--store", database.url()).err()).contains("store create");
    told("create", database.url());
    try (TestServer server = database.serve(folder.resolve("node"))) {
      LineClient before = server.connect("ana");
      assertThat(before.status("SENDTICKET {\"title\":\"a\"}")).contains("(#1)");
      assertThat(ticket("user", "add", "ana", "--store", database.url()).status()).isEqualTo(2);
      Ran jules = ticket("user", "add", "jules", "--role", "admin", "--store", database.url());
      assertThat(jules.status()).as(jules.err()).isZero();

      Waiting.await().until(() -> server.connect().status("LIST").contains("not-identified"));
      assertThat(before.ask("SENDTICKET {\"title\":\"b\"}").toString()).doesNotContain("(#2)");
      LineClient admin = signedIn(server, jules.out().strip());
      assertThat(admin.status("LIST")).isEqualTo("[OK] 1 ticket");
      assertThat(ticket("user", "disable", "jules", "--store", database.url()).status())
          .isEqualTo(4);
      ticket("user", "add", "ana", "--store", database.url());
      assertThat(ticket("user", "list", "--store", database.url()).out())
          .isEqualTo("ana\trequester\njules\tadmin\n");
    }
  }

  @Test
  void shouldMakeNoFileOfADeskThatIsNotThere() {
    Ran run =
        ticket("user", "add", "jules", "--role", "admin", "--store", "postgresql://127.0.0.1:1/x");
    assertThat(run.status()).as(run.err()).isEqualTo(6);
    assertThat(run.out()).isEmpty();
    assertThat(Path.of("postgresql:")).doesNotExist();
    assertThat(ticket("user", "list", "--store", "postgresql://a/b?c=d").status()).isEqualTo(2);
  }

  /** Numbers, keys, accounts and places of watches are what they were, there and back. */
  @Test
  void shouldMoveADeskIntoPostgresAndBack() {
    String file = folder.resolve("tickets").toString();
    String generation;
    String token = ticket("user", "add", "jules", "--role", "admin", "--store", file).out().strip();
    try (TestServer server = TestServer.start(folder)) {
      LineClient ana = signedIn(server, token);
      ana.status("@1 SENDTICKET {\"title\":\"a\"}");
      generation =
          ana.ask("STATS").stream()
              .filter(line -> line.startsWith(" generation: "))
              .findFirst()
              .orElseThrow()
              .substring(" generation: ".length());
    }
    assertThat(told("copy", file, database.url()))
        .isEqualTo(
            "desk main has all 3 changes, generation " + generation + "; the file is sealed\n");
    assertThatThrownBy(() -> TestServer.start(folder)).hasStackTraceContaining("sealed");

    String back = folder.resolve("back/tickets").toString();
    assertThat(folder.resolve("back").toFile().mkdir()).isTrue();
    try (TestServer server = database.serve(folder.resolve("node"))) {
      LineClient ana = signedIn(server, token);
      assertThat(ana.status("@1 SENDTICKET {\"title\":\"a\"}")).contains("(#1)");
      assertThat(ana.status("@2 SENDTICKET {\"title\":\"b\"}")).contains("(#2)");
      LineClient watcher = signedIn(server, token);
      watcher.watch("WATCH since:" + generation + "/3");
      assertThat(watcher.event()).contains("#2 ");
      assertThat(told("copy", database.url(), back))
          .isEqualTo(
              "the file has all 4 changes of desk main, generation "
                  + generation
                  + "; the desk is sealed\n");
      RunningServer.Failure end =
          server
              .server()
              .failed()
              .toCompletableFuture()
              .orTimeout(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .join();
      assertThat(end.status()).isEqualTo(1);
      assertThat(end.newerFormat().orElseThrow()).contains("sealed by ticketd store copy");
    }
    try (TestServer server = TestServer.start(folder.resolve("back"))) {
      LineClient ana = signedIn(server, token);
      assertThat(ana.status("@2 SENDTICKET {\"title\":\"b\"}")).contains("(#2)");
      LineClient watcher = signedIn(server, token);
      watcher.watch("WATCH since:" + generation + "/3");
      assertThat(watcher.event()).contains("#2 ");
    }
  }

  @Test
  void shouldSayWhatIsWrong() {
    String url = database.url();
    assertThat(store("make", url).err()).contains("make: no such action; allowed: create, upgrade");
    assertThat(store("create", url, "more").status()).isEqualTo(2);
    assertThat(store("copy", url).err()).contains("two places");
    assertThat(store("copy", url, url).err()).contains("one of the two is a file");
    assertThat(store("copy", "a", "b").status()).isEqualTo(2);
    assertThat(store("create", "postgresql://ana:secret@db1/desks").err())
        .contains("must not hold a password")
        .doesNotContain("secret");
    Ran missing = store("copy", folder.resolve("none").toString(), url);
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).contains("does not exist");
    for (String action : List.of("copy", "new-generation", "keep-generation")) {
      Ran untouched =
          action.equals("copy")
              ? store(action, url, folder.resolve("file").toString())
              : store(action, url);
      assertThat(untouched.status()).isEqualTo(1);
      assertThat(untouched.err()).contains("the database has no schema ticketd");
    }
    told("create", url);
    Ran empty = store("copy", url + "?desk=none", folder.resolve("file").toString());
    assertThat(empty.status()).isEqualTo(1);
    assertThat(empty.err()).contains("has no desk 'none'");
  }
}
