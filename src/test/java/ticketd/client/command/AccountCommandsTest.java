package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.command.Commanded.Ran;
import ticketd.credential.Token;
import ticketd.protocol.Json;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.wire.Language;

/** {@code login}, {@code logout}, {@code auth} and {@code token} in a desk with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountCommandsTest {
  private static final String TOKEN = "tkd_[0-9A-Za-z]{33}";

  private ClosedDesk accounts;
  private TestServer server;

  @TempDir Path home;

  @BeforeAll
  void start(@TempDir Path folder) {
    accounts = ClosedDesk.in(folder);
    server = TestServer.start(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String address() {
    return "127.0.0.1:" + server.port();
  }

  private Path file() {
    return home.resolve("ticketd/hosts");
  }

  @BeforeEach
  void signOut() throws IOException {
    Files.deleteIfExists(file());
  }

  private Commanded nobody() {
    return new Commanded(server).with("XDG_CONFIG_HOME", home.toString());
  }

  private Commanded as(String name) {
    return nobody().with("TICKETD_TOKEN", accounts.token(name));
  }

  private Commanded signedIn(String name) {
    Ran login = nobody().runWith(accounts.token(name) + "\n", "login", "--with-token");
    assertThat(login.status()).as(login.errors().toString()).isZero();
    return nobody();
  }

  private static void assertRefused(Ran ran, int status, String... parts) {
    assertThat(ran.status()).as(ran.toString()).isEqualTo(status);
    assertThat(ran.error()).contains(parts).doesNotContainPattern(TOKEN);
  }

  @Test
  void shouldStaySignedInByATokenThatWasGiven() throws IOException {
    Ran login = nobody().runWith(accounts.token("Ana") + "\n", "login", "--with-token");

    assertThat(login.status()).isZero();
    assertThat(login.output()).isEmpty();
    assertThat(login.errors().toString())
        .contains(address(), "Ana (agent)", file().toString(), "0600")
        .doesNotContainPattern(TOKEN);
    assertThat(Files.readString(file()))
        .isEqualTo(address() + " " + accounts.token("Ana") + " - Ana\n");
    assertThat(nobody().run("auth", "status").line())
        .startsWith(address() + "\tAna\tagent\t20")
        .endsWith("\t" + file());
    assertThat(nobody().run("create", "-t", "kept", "-a", "me", "--json").status()).isZero();
    assertThat(nobody().run("list", "kept", "assignee:me", "--json").line())
        .contains("\"author\":\"Ana\"");
  }

  @Test
  void shouldSayHowCommandsGoWhereOneSignedIn() {
    String token = accounts.token("Ana");
    Ran here = nobody().runWith(token, "login", "--with-token", "--server", address());
    assertThat(here.errors()).hasSize(2);

    Ran elsewhere =
        nobody()
            .with("TICKETD_SERVER", "desk.example")
            .runWith(token, "login", "--with-token", "--server", address());
    assertThat(elsewhere.errors())
        .hasSize(3)
        .last()
        .asString()
        .contains("--server " + address(), "TICKETD_SERVER=" + address());
  }

  @Test
  void shouldSignOutWithoutEndingATokenThatWasGiven() throws IOException {
    signedIn("Ana");
    Ran logout = nobody().run("logout");

    assertThat(logout.status()).isZero();
    assertThat(logout.error()).contains("Ana", "not ended");
    assertThat(Files.readString(file())).isEmpty();
    assertRefused(nobody().run("list"), 5, "not-identified", "ticket login");
    assertThat(as("Ana").run("list").status()).isZero();
    assertRefused(nobody().run("logout"), 5, address());
  }

  @Test
  void shouldEndATokenThatLoginMade() throws IOException {
    Json made = Json.parse(as("Ana").run("token", "new", "--json").output().get(0));
    Files.createDirectories(file().getParent());
    Files.writeString(
        file(), address() + " " + made.text("token") + " " + made.text("id") + " Ana\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    Ran logout = nobody().run("logout");

    assertThat(logout.status()).isZero();
    assertThat(logout.error()).contains("ended and forgotten");
    try (LineClient client = server.connect()) {
      assertThat(client.status("AUTH " + made.text("token"))).startsWith("[ERR] auth-failed");
    }
  }

  @Test
  void shouldForgetATokenWhoseServerIsAway() throws IOException {
    Json made = Json.parse(as("Ana").run("token", "new", "--json").output().get(0));
    signedIn("Ana");
    // Nobody listens at port 1.
    String line = "127.0.0.1:1 " + made.text("token") + " " + made.text("id") + " Ana\n";
    Files.writeString(file(), Files.readString(file()) + line);
    Ran logout = nobody().run("logout", "--server", "127.0.0.1:1");

    assertThat(logout.status()).isZero();
    assertThat(logout.error()).contains("forgotten here", "cannot be reached");
    assertThat(Files.readString(file())).startsWith(address()).doesNotContain("127.0.0.1:1 ");
  }

  @Test
  void shouldTakeATokenFromAFileThenTheEnvironmentThenWhatIsKept() throws IOException {
    Path given = home.resolve("token");
    Files.writeString(given, accounts.token("Rita") + "\nmore\n");
    Commanded kept = signedIn("Ana");
    Commanded both = signedIn("Ana").with("TICKETD_TOKEN", accounts.token("Jules"));

    assertThat(both.run("auth", "status", "--token-file", given.toString()).line())
        .contains("\tRita\trequester\t")
        .endsWith("\t" + given);
    assertThat(both.run("auth", "status").line()).contains("\tJules\t").endsWith("TICKETD_TOKEN");
    assertThat(kept.run("auth", "status").line()).contains("\tAna\t");
  }

  @Test
  void shouldSayWhatIsWrongWithATokenAndShowItNowhere() throws IOException {
    Path file = home.resolve("none");
    assertRefused(nobody().run("list", "--token-file", file.toString()), 1, file.toString());
    Files.writeString(file, "\n");
    assertRefused(nobody().run("list", "--token-file", file.toString()), 2, file.toString());
    String cut = accounts.token("Ana").substring(0, 36);
    Files.writeString(file, cut);
    Ran broken = nobody().run("list", "--token-file", file.toString());
    assertRefused(broken, 2, file.toString());
    assertThat(broken.error()).doesNotContain(cut);
    assertRefused(nobody().runWith(cut, "login", "--with-token"), 2, "standard input");
    assertRefused(nobody().run("login"), 2, "terminal", "--with-token");

    Json made = Json.parse(as("Ana").run("token", "new", "--json").output().get(0));
    String dead = made.text("token");
    Ran login = nobody().runWith(dead, "login", "--with-token");
    assertThat(login.status()).isZero();
    assertThat(as("Ana").run("token", "revoke", made.text("id")).status()).isZero();
    assertRefused(nobody().run("list"), 5, "auth-failed", "ticket login signs in again");
    assertRefused(
        nobody().with("TICKETD_TOKEN", dead).run("list"), 5, "auth-failed", "from TICKETD_TOKEN");
    assertRefused(nobody().runWith(dead, "login", "--with-token"), 5, "auth-failed");
    assertRefused(nobody().run("list", dead, "--oops"), 2, "--oops");
    assertThat(nobody().run("view", dead).error()).contains("tkd_…").doesNotContain(dead);
    assertThat(nobody().run("view", dead, "--json").error()).doesNotContain(dead);
    assertThat(nobody().run("login", dead).error()).contains("tkd_…").doesNotContain(dead);
  }

  @Test
  void shouldTellOfEachServerAndOfTheFirstThatFails() throws IOException {
    signedIn("Rita");
    Files.writeString(
        file(), "127.0.0.1:1 " + accounts.token("Ana") + " - Ana\n" + Files.readString(file()));
    Ran status = nobody().with("TICKETD_SERVER", "").run("auth", "status");

    assertThat(status.status()).isEqualTo(6);
    assertThat(status.output()).hasSize(1);
    assertThat(status.output().get(0)).startsWith(address() + "\tRita\t");
    assertThat(status.error()).startsWith("ticket: the server 127.0.0.1:1 ");
    Json json = Json.parse(nobody().run("auth", "status", "--json").line());
    assertThat(json.text("server")).isEqualTo(address());
    assertThat(json.text("name")).isEqualTo("Rita");
    assertThat(json.text("method")).isEqualTo("token");
    assertThat(json.text("source")).isEqualTo(file().toString());
    assertRefused(nobody().run("auth", "stat"), 2, "stat", "status");
  }

  @Test
  void shouldMakeListAndRevokeTokens() {
    Commanded rita = as("Rita");
    Ran made =
        rita.run("token", "new", "--label", "for \"cron\"", "--cap", "read", "--expires", "12h");

    assertThat(made.status()).isZero();
    assertThat(made.output()).hasSize(1);
    assertThat(made.output().get(0)).matches(TOKEN);
    assertThat(made.error()).doesNotContain(made.output().get(0));
    Commanded reader = nobody().with("TICKETD_TOKEN", made.output().get(0));
    assertThat(reader.run("list").status()).isZero();
    assertRefused(reader.run("create", "-t", "x"), 5, "forbidden");
    String row = rita.run("token", "list").output().get(1);
    assertThat(row).contains("\tfor \"cron\"\tread\trequester\t20");
    String id = row.split("\t", 2)[0];
    assertThat(Json.parse(rita.run("token", "list", "--json").output().get(1)).text("id"))
        .isEqualTo(id);
    assertRefused(rita.run("token", "revoke", "99999"), 3, "not-found");
    assertRefused(rita.run("token", "revoke", "x"), 2, "\"x\"");
    assertRefused(rita.run("token", "revoke"), 2, "ID");
    assertRefused(rita.run("token", "list", id), 2, id);
    assertRefused(rita.run("token", "burn"), 2, "burn", "revoke");
    assertThat(as("Jules").run("token", "revoke", id, "--user", "rita").status()).isZero();
    assertRefused(reader.run("list"), 5, "auth-failed");
    assertRefused(rita.run("token", "list", "--user", "Ana"), 5, "forbidden");
    assertRefused(rita.run("token", "new", "--expires", "3y"), 2, "12h");
  }

  @Test
  void shouldMeasureAsWhoSignedIn() {
    Ran bench = as("Ana").run("bench", "-n", "20", "-c", "2", "-r", "STATS", "--json");

    assertThat(bench.status()).as(bench.toString()).isZero();
    assertThat(Json.parse(bench.line()).number("errors")).isZero();
    assertRefused(
        nobody()
            .with("TICKETD_TOKEN", Token.mint(new SecureRandom()).text())
            .run("bench", "-n", "1"),
        5,
        "auth-failed");
  }

  @Test
  void shouldSpeakFrenchToWhoDoes() {
    Ran login = nobody().in(Language.FR).runWith(accounts.token("Ana"), "login", "--with-token");

    assertThat(login.errors().toString()).contains("connecté à " + address(), "jusqu'au");
    assertThat(nobody().in(Language.FR).run("logout").error()).contains("oublié ici");
    assertRefused(nobody().in(Language.FR).run("list"), 5, " ; ticket login connecte");
  }

  @Test
  void shouldNameTheOpenDeskForWhatItIs(@TempDir Path open) {
    try (TestServer started = TestServer.start(open)) {
      Commanded zoe = new Commanded(started).with("XDG_CONFIG_HOME", home.toString());
      assertThat(zoe.run("auth", "status").line())
          .isEqualTo("127.0.0.1:" + started.port() + "\tZoé\t-\t-\t-");
      assertRefused(zoe.runWith(accounts.token("Ana"), "login", "--with-token"), 5, "auth-failed");
      assertThat(Files.exists(file())).isFalse();
      assertThat(zoe.run("token", "list").status()).isEqualTo(5);
    }
  }
}
