package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.link.Json;
import ticketd.client.screen.Cells;

/** The interactive client and the commands in front of a person: on a real pseudo-terminal. */
class TerminalIT {
  private static final String PROMPT = "> ";

  @TempDir Path folder;
  private JarServer server;
  private ClientJar client;
  private final List<Screen> screens = new ArrayList<>();

  @BeforeEach
  void start() {
    server = JarServer.start(folder);
    client =
        new ClientJar(folder)
            .with("TICKETD_SERVER", "127.0.0.1:" + server.port())
            .with("TERM", "screen-256color");
  }

  @AfterEach
  void stop() {
    screens.forEach(Screen::close);
    server.close();
  }

  private Screen run(int columns, String... arguments) {
    // A tmux a screen: its socket has a folder of its own.
    try {
      Path own = Files.createDirectory(folder.resolve("screen" + screens.size()));
      Screen screen =
          Screen.run(own, columns, 24, client.environment(), ClientJar.command(arguments));
      screens.add(screen);
      return screen;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Screen runClient(int columns) {
    return run(columns, "client", "127.0.0.1", "" + server.port());
  }

  private List<Json> tickets() {
    return client.run("", "list", "status:open,closed", "sort:id", "--json").output().stream()
        .map(Json::parse)
        .toList();
  }

  @Test
  void shouldLookLikeTheOriginal() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").enter(PROMPT, "SENDTICKET");
    screen.enter("Titre : ", "Bug interface");
    screen.enter("Description : ", "Le bouton \"Envoyer\" ne répond pas.");
    screen.enter(PROMPT, "LIST").enter(PROMPT, "QUIT").awaitLine("(0)");

    assertThat(screen.lines())
        .map(line -> line.replaceFirst("[0-9]{2}/[0-9]{2}/[0-9]{4}$", "17/10/2025"))
        .containsExactly(
            "> IDENT Jules",
            "[OK] Bonjour Jules",
            "> SENDTICKET",
            "Titre : Bug interface",
            "Description : Le bouton \"Envoyer\" ne répond pas.",
            "[OK] Ticket ajouté (#1)",
            "> LIST",
            "#1 [Jules] Bug interface - 17/10/2025",
            "> QUIT",
            "Déconnexion...",
            "(0)");
  }

  @Test
  void shouldIdentifyWhoIsNamedBeforeTheFirstPrompt() {
    Screen named = run(80, "client", "--as", "Zoé");
    named.enter(PROMPT, "SENDTICKET {\"title\":\"t\"}").awaitLine("[OK] Ticket ajouté (#1)");
    assertThat(named.lines()).startsWith("[OK] Bonjour Zoé", "> SENDTICKET {\"title\":\"t\"}");
    server.kill();
    server.restart();
    named.awaitLine("* reconnecté");
    named.enter(PROMPT, "COMMENT 1 x").awaitLine("[OK] Commentaire ajouté (#1)");

    client.with("TICKETD_USER", "Jules");
    assertThat(run(80, "client").awaitLast(PROMPT)).containsExactly("[OK] Bonjour Jules", ">");
    assertThat(run(80, "client", "--as", "Ana").awaitLast(PROMPT))
        .containsExactly("[OK] Bonjour Ana", ">");
  }

  @Test
  void shouldCompleteVerbsQualifiersAndValues() {
    Screen screen = runClient(80);
    screen.awaitLast(PROMPT);
    screen.type("LI").press("Tab").awaitLast("> LIST");
    screen.type("prio").press("Tab").awaitLast("> LIST priority:");
    screen.type("u").press("Tab").awaitLast("> LIST priority:urgent");
    screen.type("status:").press("Tab");
    screen.await(
        "the statuses to be listed",
        lines -> lines.stream().anyMatch(l -> l.contains("status:waiting")));
    screen.type("w").press("Tab");
    screen.awaitLine("> LIST priority:urgent status:waiting");
    screen.press("Enter").awaitLine("[OK] 0 ticket");
  }

  @Test
  void shouldShowEventsAboveWhatIsTyped() {
    Screen screen = runClient(60);
    screen.enter(PROMPT, "WATCH");
    screen.awaitLast(PROMPT);
    screen.type("COMMENT 1 à dem").awaitLast("> COMMENT 1 à dem");

    for (int i = 1; i <= 5; i++) {
      client
          .with("TICKETD_USER", "Ana")
          .run("", "create", "-t", "nº " + i + " " + "long ".repeat(25) + "end");
    }
    screen.await(
        "five events", lines -> lines.stream().filter(l -> l.startsWith("! ")).count() == 5);
    screen.type("i").awaitLast("> COMMENT 1 à demi");
    List<String> lines = screen.lines();

    // Each takes three rows of the terminal, none of its words is lost.
    assertThat(lines.subList(lines.size() - 16, lines.size() - 1))
        .allMatch(line -> Cells.width(line) <= 60);
    assertThat(String.join("", lines.subList(lines.size() - 16, lines.size() - 1)).split("! ", -1))
        .hasSize(6)
        .filteredOn(event -> !event.isEmpty())
        .allMatch(event -> event.matches("[1-5] #[1-5] \\[Ana] filed nº [1-5].*end"))
        .allMatch(event -> event.split("long", -1).length == 26);
    screen.press("Enter").await("the error", l -> l.get(l.size() - 1).equals(">"));
    assertThat(screen.lines()).anyMatch(line -> line.startsWith("[ERR] not-identified: "));
  }

  @Test
  void shouldFitRowsToAWidthThatChanges() {
    client.run("", "create", "-t", "日本語のとても長いタイトル".repeat(5), "-p", "high", "--as", "Ana");
    Screen screen = runClient(100);
    for (int width : new int[] {100, 50, 70}) {
      screen.resize(width, 24);
      screen.enter(PROMPT, "LIST priority:high");
      screen.await(
          "a row for " + width,
          lines -> {
            String row = lines.size() < 2 ? "" : lines.get(lines.size() - 2);
            int cells = Cells.width(row);
            return row.endsWith(" · high") && cells < width && cells > width - 4;
          });
    }
  }

  @Test
  void shouldClearTheLineAndLeaveADialogueByCtrlC() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").awaitLast(PROMPT);
    screen.type("LIST abc").awaitLast("> LIST abc");
    screen.press("C-c").enter(PROMPT, "SENDTICKET");
    screen.enter("Titre : ", "half a ticket").awaitLast("Description : ");
    screen.type("and").press("C-c").awaitLine("* abandonné, rien n'a été envoyé");
    screen.enter(PROMPT, "LIST").awaitLine("[OK] 0 ticket");
  }

  @Test
  void shouldEndByCtrlD() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "PING").awaitLast(PROMPT);
    screen.press("C-d").awaitLast("(0)");

    assertThat(screen.lines()).contains("Déconnexion...");
  }

  @Test
  void shouldEndByCtrlDInADialogueWithoutFiling() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").enter(PROMPT, "SENDTICKET").awaitLast("Titre : ");
    screen.press("C-d").awaitLast("(0)");

    assertThat(tickets()).isEmpty();
  }

  @Test
  void shouldComeBackWhenTheServerDoesAndFileOnce() {
    Screen screen = runClient(80);
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
    screen.awaitLine("! 1 #1 [Jules] filed pendant la panne");
    client.with("TICKETD_USER", "Ana").run("", "create", "-t", "après");
    screen.awaitLine("! 2 #2 [Ana] filed après");

    assertThat(tickets()).extracting(t -> t.text("author")).containsExactly("Jules", "Ana");
  }

  @Test
  void shouldGiveUpWaitingByCtrlC() {
    Screen screen = runClient(80);
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
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").awaitLast(PROMPT);
    server.kill();
    screen.await(
        "the loss to be told", l -> l.stream().anyMatch(s -> s.startsWith("* connexion perdue")));
    screen.type("QUIT").press("Enter").awaitLast("(0)");

    assertThat(screen.lines()).contains("Déconnexion...");
  }

  @Test
  void shouldEditWideAndCombiningCharacters() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Zoé").enter(PROMPT, "SENDTICKET").awaitLast("Titre : ");
    screen.type("日本語e\u0301x").awaitLast("Titre : 日本語e\u0301x");
    screen.press("BSpace").press("Home").press("Right").press("Right").press("DC").type("ñ👍");
    screen.awaitLast("Titre : 日本ñ👍e\u0301");
    screen.press("End").type("!").awaitLast("Titre : 日本ñ👍e\u0301!");
    screen.press("Enter").enter("Description : ", "").awaitLine("[OK] Ticket ajouté (#1)");

    assertThat(tickets()).extracting(t -> t.text("title")).containsExactly("日本ñ👍e\u0301!");
  }

  @Test
  void shouldKeepRequestsButNoTextsForTheNextRun() throws IOException {
    Screen first = runClient(80);
    first.enter(PROMPT, "IDENT Jules").enter(PROMPT, "SENDTICKET");
    first.enter("Titre : ", "secret title").enter("Description : ", "secret text");
    first.enter(PROMPT, "LIST status:open").awaitLast(PROMPT);
    first.press("C-d").awaitLast("(0)");
    Path history = folder.resolve(".local/state/ticketd/history");

    assertThat(Files.readString(history)).contains("LIST status:open").doesNotContain("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history.getParent())))
        .isEqualTo("rwx------");
    Screen second = runClient(80);
    second.awaitLast(PROMPT);
    second.press("Up").awaitLast("> LIST status:open");
    second.press("Up").press("Up").awaitLast("> IDENT Jules");
  }

  @Test
  void shouldTakeAPasteOfSeveralLinesLineByLine() {
    Screen screen = runClient(80);
    screen.awaitLast(PROMPT);
    screen.paste("IDENT Jules\nSENDTICKET\ntitre\ndescription\nLIST\n");
    screen.press("Enter");
    screen.await("the list", l -> l.stream().anyMatch(s -> s.startsWith("#1 [Jules] titre - ")));

    assertThat(screen.lines()).contains("Titre : titre", "Description : description");
  }

  @Test
  void shouldTakeAPasteInADialogueForOneText() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").enter(PROMPT, "SENDTICKET").enter("Titre : ", "titre");
    screen.awaitLast("Description : ");
    screen.paste("at Main\nCLOSE 1\n  at End\n");
    screen.press("Enter").awaitLine("[OK] Ticket ajouté (#1)");
    screen.awaitLast(PROMPT);
    screen.type("COMMENT 1 ").awaitLast("> COMMENT 1");
    screen.paste("one\nCLOSE 1\nLIST\n");
    screen.press("Enter").awaitLine("[OK] Commentaire ajouté (#1)");
    screen.awaitLast(PROMPT);
    screen.type("COMMENT 1 two").awaitLast("> COMMENT 1 two");
    screen.press("M-Enter").type("three").awaitLast("three");
    screen.press("Enter").awaitLast(PROMPT);
    screen.type("CLOSE 1 fixed ").awaitLast("> CLOSE 1 fixed");
    screen.paste("a\nb");
    screen.press("Enter");
    screen.await(
        "to hear why not", l -> l.stream().anyMatch(s -> s.startsWith("* seuls un commentaire")));

    List<String> lines = client.run("", "view", "1").output();
    assertThat(lines)
        .contains("status:\topen", "comments:\t2")
        .containsSequence("--", "at Main", "CLOSE 1", "  at End", "--")
        .containsSequence("one", "CLOSE 1", "LIST", "--")
        .endsWith("two", "three");
  }

  @Test
  void shouldWorkWithAHistoryThatIsNone() throws IOException {
    Path history = folder.resolve(".local/state/ticketd/history");
    Files.createDirectories(history.getParent());
    Files.createSymbolicLink(history, Path.of("/dev/zero"));

    Screen screen = runClient(200);
    screen.enter(PROMPT, "PING").awaitLine("[OK] PONG");
    screen.awaitLast(PROMPT);
    screen.press("Up").awaitLast("> PING");

    assertThat(screen.lines())
        .filteredOn(line -> line.startsWith("ticket: "))
        .singleElement()
        .asString()
        .contains(history.toString(), "fichier ordinaire");
  }

  @Test
  void shouldColourByMeaningUnlessToldNotTo() {
    client.run("", "create", "-t", "t", "-p", "urgent", "--as", "Ana");
    Screen coloured = runClient(80);
    coloured.enter(PROMPT, "LIST").awaitLast(PROMPT);
    assertThat(coloured.colours()).contains("\u001b[31m");
    Screen table = run(80, "list");
    table.awaitLast("(0)");
    assertThat(table.colours()).contains("\u001b[31murgent");
    Screen changes = run(80, "history", "1");
    changes.awaitLast("(0)");
    assertThat(changes.colours()).contains("\u001b[31murgent");

    client.with("NO_COLOR", "1");
    Screen plain = runClient(80);
    plain.enter(PROMPT, "LIST").enter(PROMPT, "NOPE").awaitLast(PROMPT);
    assertThat(plain.lines()).anyMatch(line -> line.endsWith(" · urgent"));
    assertThat(plain.colours()).doesNotContain("\u001b[");
    for (String type : List.of("screen-256color", "dumb")) {
      client.with("TERM", type);
      for (String command : List.of("list", "history 1")) {
        Screen colourless = run(80, command.split(" ", -1));
        colourless.awaitLast("(0)");
        assertThat(colourless.lines()).anyMatch(line -> line.contains("urgent"));
        assertThat(colourless.colours()).doesNotContain("\u001b[");
      }
      client.environment().remove("NO_COLOR");
    }
  }

  @Test
  void shouldServeATerminalThatCanOnlyPrint() {
    client.with("TERM", "dumb");
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").enter(PROMPT, "SENDTICKET");
    screen.enter("Titre : ", "t").enter("Description : ", "d");
    screen.awaitLine("[OK] Ticket ajouté (#1)");
    screen.press("C-d").awaitLast("(0)");

    assertThat(screen.lines()).contains("Déconnexion...");
    assertThat(screen.colours()).doesNotContain("\u001b[");
  }

  @Test
  void shouldShowAgainWhatIsTypedBelowAnEventWhereOnlyLinesCanBePrinted() {
    client.with("TERM", "dumb");
    Screen screen = runClient(60);
    screen.enter(PROMPT, "IDENT Jules").enter(PROMPT, "WATCH").awaitLast(PROMPT);
    screen.type("COMMENT 1 à dép").awaitLast("> COMMENT 1 à dép");
    client.run("", "create", "-t", "disque " + "plein ".repeat(20), "--as", "Ana");
    screen.await("the event", lines -> lines.stream().anyMatch(l -> l.startsWith("! 1 #1 [Ana] ")));
    screen.awaitLast("> COMMENT 1 à dép");
    screen.press("BSpace").press("BSpace").type("emi").awaitLast("> COMMENT 1 à demi");
    screen.press("Enter").awaitLine("[OK] Commentaire ajouté (#1)");
    screen.enter(PROMPT, "SENDTICKET").awaitLast("Titre : ");
    screen.type("日本語").awaitLast("Titre : 日本語");
    client.run("", "comment", "1", "deux", "--as", "Ana");
    screen.awaitLine("! 3 #1 [Ana] commented comment deux");
    screen.awaitLast("Titre : 日本語");
    screen.press("BSpace").type("x").awaitLast("Titre : 日本x");
    screen.press("C-u").awaitLast("Titre :");

    assertThat(
            Json.parse(client.run("", "view", "1", "--json").output().get(0)).objects("comments"))
        .extracting(comment -> comment.text("text"))
        .containsExactly("à demi", "deux");
  }

  @Test
  void shouldLeaveALineAndADialogueByCtrlCWhereOnlyLinesCanBePrinted() {
    client.with("TERM", "dumb");
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").awaitLast(PROMPT);
    screen.type("LIST abc").awaitLast("> LIST abc");
    screen.press("C-c").enter(PROMPT, "SENDTICKET");
    screen.enter("Titre : ", "half a ticket").awaitLast("Description : ");
    screen.type("and").press("C-c").awaitLine("* abandonné, rien n'a été envoyé");
    screen.enter(PROMPT, "LIST").awaitLine("[OK] 0 ticket");
    screen.press("C-d").awaitLast("(0)");
  }

  @Test
  void shouldListInATableThatFits() {
    IntStream.rangeClosed(1, 3)
        .forEach(
            i ->
                client.run(
                    "",
                    "create",
                    "-t",
                    "ticket " + "très long ".repeat(10),
                    "-p",
                    "high",
                    "-l",
                    "infra",
                    "--as",
                    "Ana"));
    Screen screen = run(72, "list");
    List<String> lines = screen.awaitLast("(0)");

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("n°  statut  priorité  titre");
    assertThat(lines.subList(1, 4))
        .allMatch(
            line -> line.matches("#[123]  open    high      ticket très .*…  +infra  +[0-9/]+ .*"))
        .allMatch(line -> Cells.width(line) <= 72);
    assertThat(screen.colours()).contains("\u001b[");
    List<String> taken = run(72, "take", "next", "--as", "Ana").awaitLast("(0)");
    assertThat(taken).hasSize(3);
    assertThat(taken.get(1)).startsWith("#1  in-progress  high ").contains("…", "Ana");
    assertThat(run(72, "wait", "1", "--status", "in-progress").awaitLast("(0)")).isEqualTo(taken);
  }

  @Test
  void shouldFitATerminalHoweverNarrow() {
    for (int i = 1; i <= 5; i++) {
      String title = "ticket " + "très long ".repeat(10);
      client.run("", "create", "-t", title, "-p", "high", "-l", "infra,web", "--as", "Ana");
    }
    client.run("", "take", "1", "--as", "Ana");
    for (int columns : new int[] {20, 40, 80}) {
      assertThat(rows(columns, "list")).hasSize(6).element(1).asString().startsWith("#5  ");
      assertThat(rows(columns, "take", "next", "--as", "Ana")).hasSize(2);
      assertThat(rows(columns, "wait", "1", "--status", "in-progress")).hasSize(2);
      assertThat(rows(columns, "history", "1")).hasSize(2).allMatch(row -> row.contains("#1 "));
      assertThat(rows(columns, "watch", "--since", "0", "-n", "2")).hasSize(2);
    }
    assertThat(rows(100, "list").get(0)).contains("  auteur  ");
    assertThat(rows(80, "history", "1").get(0)).endsWith("… · high · +infra · +web");
  }

  /** What a command that ends well shows, none of its rows wider than the terminal. */
  private List<String> rows(int columns, String... arguments) {
    List<String> lines = run(columns, arguments).awaitLast("(0)");
    assertThat(lines).allMatch(line -> Cells.width(line) <= columns);
    return lines.subList(0, lines.size() - 1);
  }

  @Test
  void shouldSayWhereTheLimitCutAList() {
    String requests = "SENDTICKET {\"title\":\"t\"}\n".repeat(31);
    client.run("IDENT Ana\n" + requests, "client", "127.0.0.1", "" + server.port());
    String more = "ticket: il y en a plus de %d ; limit:N en montre davantage";

    // The heading has scrolled away.
    List<String> cut = run(80, "list").awaitLast("(0)");
    assertThat(cut).contains(more.formatted(30)).anyMatch(line -> line.startsWith("#2 "));
    assertThat(cut).noneMatch(line -> line.startsWith("#1 "));
    assertThat(run(80, "list", "sort:id", "limit:2").awaitLast("(0)"))
        .hasSize(5)
        .contains(more.formatted(2));
    assertThat(run(80, "list", "limit:31").awaitLast("(0)"))
        .anyMatch(line -> line.startsWith("#1 "))
        .noneMatch(line -> line.startsWith("ticket: "));
    assertThat(run(80, "list", "--json", "limit:2").awaitLast("(0)"))
        .noneMatch(line -> line.startsWith("ticket: "));
    assertThat(client.run("", "list").errors()).isEmpty();
    assertThat(client.run("", "list").output()).hasSize(30);
  }

  @Test
  void shouldAskForATitleOnATerminal() {
    Screen screen = run(80, "create", "--as", "Ana");
    screen.enter("Titre : ", "Écran").enter("Description : ", "noir").awaitLast("(0)");

    assertThat(screen.lines()).contains("#1");
    assertThat(tickets()).extracting(t -> t.text("title")).containsExactly("Écran");
  }

  @Test
  void shouldWatchUntilInterruptedAndOverALossOfTheServer() {
    Screen screen = run(80, "watch", "--as", "Ana");
    Awaitility.await()
        .atMost(ClientJar.PATIENCE)
        .until(() -> client.run("", "stats").output().contains("watchers\t1"));
    client.run("", "create", "-t", "un", "--as", "Ana");
    screen.await("the first", l -> l.stream().anyMatch(s -> s.endsWith("Ana filed un")));
    server.kill();
    server.restart();
    screen.awaitLine("ticket: reconnecté");
    client.run("", "create", "-t", "deux", "--as", "Ana");
    screen.await("the second", l -> l.stream().anyMatch(s -> s.endsWith("Ana filed deux")));
    // The terminal itself shows the key before it.
    screen.press("C-c").awaitLast("^C(130)");

    assertThat(screen.lines().stream().filter(line -> line.contains(" filed "))).hasSize(2);
  }
}
