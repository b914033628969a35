package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ClientJar.Ran;
import ticketd.protocol.Json;
import ticketd.testing.JarServer;
import ticketd.testing.Threads;

/** The client in front of a person while its server is killed, and comes back. */
class LostServerIT {
  private static final String PROMPT = "> ";

  @TempDir Path folder;
  private JarServer server;
  private ClientJar client;
  private Screens screens;

  @BeforeEach
  void start() {
    server = JarServer.start(folder);
    client = ClientJar.onATerminal(folder, server.port());
    screens = new Screens(folder, client);
  }

  @AfterEach
  void stop() {
    screens.close();
    server.close();
  }

  private Screen runClient(String... options) {
    List<String> arguments = new ArrayList<>(List.of("client"));
    arguments.addAll(List.of(options));
    return screens.run(80, arguments.toArray(String[]::new));
  }

  @Test
  void shouldIdentifyAgainWhoIsNamedInTheArguments() {
    Screen named = runClient("--as", "Zoé");
    named.enter(PROMPT, "SENDTICKET {\"title\":\"t\"}").awaitLine("[OK] Ticket ajouté (#1)");
    server.kill();
    server.restart();
    named.awaitLine("* reconnecté");
    named.enter(PROMPT, "COMMENT 1 x").awaitLine("[OK] Commentaire ajouté (#1)");
  }

  @Test
  void shouldComeBackWhenTheServerDoesAndFileOnce() {
    Screen screen = runClient();
    screen.enter(PROMPT, "IDENT Jules").enter(PROMPT, "WATCH").enter(PROMPT, "SENDTICKET");
    screen.enter("Titre : ", "pendant la panne").awaitLast("Description : ");
    server.kill();
    screen.await(
        "the loss to be told", l -> l.stream().anyMatch(s -> s.startsWith("* connexion perdue")));
    screen.enter("Description : ", "d");
    screen.await(
        "to hear that it waits", l -> l.stream().anyMatch(s -> s.startsWith("* sans connexion")));
    server.restart();
    screen.awaitLine("* reconnecté");
    screen.awaitLine("[OK] Ticket ajouté (#1)");
    screen.awaitLine("! 1 #1 [Jules] déposé pendant la panne");
    client.with("TICKETD_USER", "Ana").run("", "create", "-t", "après");
    screen.awaitLine("! 2 #2 [Ana] déposé après");

    assertThat(client.run("", "list", "sort:id", "--json").output())
        .map(line -> Json.parse(line).text("author"))
        .containsExactly("Jules", "Ana");
  }

  @Test
  void shouldGiveUpWaitingByCtrlC() {
    Screen screen = runClient();
    screen.enter(PROMPT, "IDENT Jules").awaitLast(PROMPT);
    server.kill();
    screen.await(
        "the loss to be told", l -> l.stream().anyMatch(s -> s.startsWith("* connexion perdue")));
    screen.type("SENDTICKET {\"title\":\"t\"}").press("Enter");
    screen.await(
        "to hear that it waits", l -> l.stream().anyMatch(s -> s.startsWith("* sans connexion")));
    screen.press("C-c");
    screen.await(
        "the key to be told",
        l -> String.join("", l).matches(".*répétez : @[0-9a-f]{32} SENDTICKET.*> ?"));
    screen.press("C-d").awaitLast("(0)");
  }

  @Test
  void shouldSayGoodbyeByItselfWhereTheServerCannot() {
    Screen screen = runClient();
    screen.enter(PROMPT, "IDENT Jules").awaitLast(PROMPT);
    server.kill();
    screen.await(
        "the loss to be told", l -> l.stream().anyMatch(s -> s.startsWith("* connexion perdue")));
    screen.type("QUIT").press("Enter").awaitLast("(0)");

    assertThat(screen.lines()).contains("Déconnexion...");
  }

  @Test
  void shouldWatchUntilInterruptedAndOverALossOfTheServer() {
    Screen screen = screens.run(80, "watch", "--as", "Ana");
    await().until(() -> client.run("", "stats").output().contains("watchers\t1"));
    client.run("", "create", "-t", "un", "--as", "Ana");
    screen.await("the first", l -> l.stream().anyMatch(s -> s.endsWith("Ana déposé un")));
    server.kill();
    server.restart();
    screen.awaitLine("ticket: reconnecté");
    client.run("", "create", "-t", "deux", "--as", "Ana");
    screen.await("the second", l -> l.stream().anyMatch(s -> s.endsWith("Ana déposé deux")));
    // The terminal itself shows the key before it.
    screen.press("C-c").awaitLast("^C(130)");

    assertThat(screen.lines().stream().filter(line -> line.contains(" déposé "))).hasSize(2);
  }

  /** A random key is known to nobody else: filed again it would be another ticket. */
  @Test
  void shouldNameTheKeyOfAChangeThatIsInterrupted() throws Exception {
    try (ScriptedServer silent = ScriptedServer.start((connection, line) -> List.of())) {
      Screen screen =
          screens.run(
              80, "create", "-t", "t", "--as", "Ana", "--server", silent.address().toString());
      await().until(() -> !silent.requests().isEmpty());
      screen.press("C-c").awaitLast("(130)");
      String key = silent.requests().get(0).substring(1).replaceFirst(" .*", "");
      assertThat(String.join("", screen.lines())).contains("--key " + key);
    }
    // Nothing of the kind where it is done.
    assertThat(client.run("", "create", "-t", "after", "--as", "Ana").errors()).isEmpty();
  }

  @Test
  void shouldSayOfAServerThatIsNotAtWorkWhatIsKnown() throws Exception {
    String silent = "ticket: no answer from the server 127.0.0.1:" + server.port();
    server.signal("STOP");
    CompletableFuture<Ran> created =
        CompletableFuture.supplyAsync(
            () -> client.run("", "create", "-t", "t", "--as", "Ana", "--lang", "en"),
            Threads::start);
    Screen waiting = screens.run(80, "stats", "--lang", "en");
    waiting.awaitLine(silent + " for 10 s, still waiting…");
    assertThat(created.get().errors())
        .containsExactly(silent + " within 10 s; nothing was filed or changed");
    assertThat(created.get().status()).isEqualTo(6);
    server.signal("CONT");

    waiting.awaitLast("(0)");
    assertThat(waiting.lines()).anyMatch(line -> line.matches("tickets +0"));
  }
}
