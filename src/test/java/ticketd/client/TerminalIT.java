package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.screen.Cells;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** The interactive client and the commands in front of a person: on a real pseudo-terminal. */
class TerminalIT {
  private static final String PROMPT = "> ";

  @TempDir Path folder;
  private TestServer server;
  private ClientJar client;
  private Screens screens;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client = ClientJar.onATerminal(folder, server.port());
    screens = new Screens(folder, client);
  }

  @AfterEach
  void stop() {
    screens.close();
    server.close();
  }

  private Screen run(int columns, String... arguments) {
    return screens.run(columns, arguments);
  }

  private Screen runClient(int columns) {
    return run(columns, "client", "127.0.0.1", "" + server.port());
  }

  /** Files a ticket by hand: what a command does is no part of the test. */
  private void file(String author, String json) {
    assertThat(server.connect(author).outcome("SENDTICKET " + json)).isEqualTo("OK");
  }

  private List<Object> titles() {
    LineClient reader = server.connect();
    reader.status("FORMAT json");
    return reader.askJson("LIST").stream()
        .filter(line -> line.containsKey("title"))
        .map(line -> line.get("title"))
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

    client.with("TICKETD_USER", "Jules");
    assertThat(run(80, "client").awaitLast(PROMPT)).containsExactly("[OK] Bonjour Jules", ">");
    assertThat(run(80, "client", "--as", "Ana").awaitLast(PROMPT))
        .containsExactly("[OK] Bonjour Ana", ">");
  }

  @Test
  void shouldCompleteVerbsQualifiersAndValues() {
    Screen screen = runClient(80);
    screen.awaitLast(PROMPT);
    screen.type("LIS").press("Tab").awaitLast("> LIST");
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
      file("Ana", "{\"title\":\"nº " + i + " " + "long ".repeat(25) + "end\"}");
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
        .allMatch(event -> event.matches("[1-5] #[1-5] \\[Ana] déposé nº [1-5].*end"))
        .allMatch(event -> event.split("long", -1).length == 26);
    screen.press("Enter").await("the error", l -> l.get(l.size() - 1).equals(">"));
    assertThat(screen.lines()).anyMatch(line -> line.startsWith("[ERR] not-identified: "));
  }

  @Test
  void shouldFitRowsToAWidthThatChanges() {
    String title = "日本語のとても長いタイトル".repeat(5);
    file("Ana", "{\"title\":\"" + title + "\",\"priority\":\"high\"}");
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
  void shouldEndWhenItsTerminalIsGone() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "PING").awaitLast(PROMPT);

    screen.hangUp();
  }

  @Test
  void shouldEndByCtrlDInADialogueWithoutFiling() {
    Screen screen = runClient(80);
    screen.enter(PROMPT, "IDENT Jules").enter(PROMPT, "SENDTICKET").awaitLast("Titre : ");
    screen.press("C-d").awaitLast("(0)");

    assertThat(titles()).isEmpty();
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

    assertThat(titles()).containsExactly("日本ñ👍e\u0301!");
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
  void shouldShowNoPastedCharacterThatRulesTheTerminal() {
    Screen screen = runClient(80);
    screen.awaitLast(PROMPT);
    screen.paste("PING\nPING \u202ex\nPING\n");
    screen.press("Enter");
    screen.await("three answers", l -> l.stream().filter(s -> s.startsWith("[")).count() == 3);

    assertThat(screen.lines()).contains("> PING <U+202E>x");
  }

  @Test
  void shouldLeaveCtrlCToTheEditor() throws IOException {
    Path editor = folder.resolve("editor");
    Files.writeString(
        editor,
        """
        #!/bin/sh
        trap 'echo caught' INT
        echo ready
        until read line; do :; done
        echo "$line" >"$1"
        """);
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    client.with("EDITOR", editor.toString()).with("TICKETD_USER", "Jules");

    Screen command = run(80, "create", "-e");
    command.awaitLine("ready");
    command.press("C-c").await("the editor's word", l -> l.toString().contains("caught"));
    command.type("titre").press("Enter").awaitLine("(0)");

    Screen shell = runClient(80);
    shell.enter(PROMPT, "COMMENT 1 \\e").awaitLine("ready");
    shell.press("C-c").await("the editor's word", l -> l.toString().contains("caught"));
    shell.type("texte").press("Enter").awaitLine("[OK] Commentaire ajouté (#1)");

    assertThat(client.run("", "view", "1").output()).contains("title:\ttitre", "  texte");
  }

  @Test
  void shouldTakeAwayTheBarOfWhatFails() throws IOException {
    try (ScriptedServer broken =
        ScriptedServer.start(
            (n, r) ->
                switch (r.split(" ", 2)[0]) {
                  case "STATS" -> List.of("{\"ok\":true,\"tickets\":10}");
                  case "SHOW" -> List.of("{\"id\":5,\"commentCount\":0}", "{\"ok\":true}");
                  default ->
                      r.contains("after:0 ")
                          ? List.of("{\"id\":5}", "{\"ok\":true}")
                          : List.of("{\"ok\":false,\"code\":\"full\",\"message\":\"no\"}");
                })) {
      Screen screen = run(120, "export", "--server", broken.address().toString());
      screen.awaitLine("(1)");
      assertThat(screen.lines())
          .noneMatch(line -> line.contains(" %"))
          .contains("ticket: full: no");
    }
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
        .containsSequence("--", "  at Main", "  CLOSE 1", "    at End", "--")
        .containsSequence("  one", "  CLOSE 1", "  LIST", "--")
        .endsWith("  two", "  three");
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
    file("Ana", "{\"title\":\"t\",\"priority\":\"urgent\"}");
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
    file("Ana", "{\"title\":\"disque " + "plein ".repeat(20) + "\"}");
    screen.await("the event", lines -> lines.stream().anyMatch(l -> l.startsWith("! 1 #1 [Ana] ")));
    screen.awaitLast("> COMMENT 1 à dép");
    screen.press("BSpace").press("BSpace").type("emi").awaitLast("> COMMENT 1 à demi");
    screen.press("Enter").awaitLine("[OK] Commentaire ajouté (#1)");
    screen.enter(PROMPT, "SENDTICKET").awaitLast("Titre : ");
    screen.type("日本語").awaitLast("Titre : 日本語");
    server.connect("Ana").status("COMMENT 1 deux");
    screen.awaitLine("! 3 #1 [Ana] commenté commentaire deux");
    screen.awaitLast("Titre : 日本語");
    screen.press("BSpace").type("x").awaitLast("Titre : 日本x");
    screen.press("C-u").awaitLast("Titre :");

    LineClient reader = server.connect();
    reader.status("FORMAT json");
    assertThat(Json.objects(reader.askJson("SHOW 1").get(0), "comments"))
        .extracting(comment -> comment.get("text"))
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
    for (int i = 1; i <= 3; i++) {
      String title = "ticket " + "très long ".repeat(10);
      file("Ana", "{\"title\":\"" + title + "\",\"priority\":\"high\",\"tags\":[\"infra\"]}");
    }
    Screen screen = run(72, "list");
    List<String> lines = screen.awaitLast("(0)");

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("n°  statut  priorité  titre");
    assertThat(lines.subList(1, 4))
        .allMatch(line -> line.matches("#[123]  ouvert  haute     ticket très .*…  +infra.*"))
        .allMatch(line -> Cells.width(line) <= 72);
    assertThat(screen.colours()).contains("\u001b[");
    List<String> taken = run(72, "take", "next", "--as", "Ana").awaitLast("(0)");
    assertThat(taken).hasSize(3);
    assertThat(taken.get(1)).startsWith("#1  en cours  haute ").contains("…", "Ana");
    assertThat(run(72, "wait", "1", "--status", "in-progress").awaitLast("(0)")).isEqualTo(taken);

    List<String> several = run(72, "take", "2", "99", "3", "--as", "Ana").awaitLast("(3)");
    assertThat(several).hasSize(5);
    assertThat(several.get(0)).contains("#99");
    assertThat(several.get(1)).startsWith("n°  statut    priorité  titre");
    assertThat(several.get(2)).startsWith("#2  en cours  haute");
    assertThat(several.get(3)).startsWith("#3  en cours  haute");
  }

  @Test
  void shouldFitATerminalHoweverNarrow() {
    for (int i = 1; i <= 5; i++) {
      String title = "ticket " + "très long ".repeat(10);
      file(
          "Ana",
          "{\"title\":\"" + title + "\",\"priority\":\"high\",\"tags\":[\"infra\",\"web\"]}");
    }
    server.connect("Ana").status("TAKE 1");
    for (int columns : new int[] {20, 40, 80}) {
      assertThat(rows(columns, "list")).hasSize(6).element(1).asString().startsWith("#5  ");
      assertThat(rows(columns, "take", "next", "--as", "Ana")).hasSize(2);
      assertThat(rows(columns, "wait", "1", "--status", "in-progress")).hasSize(2);
      assertThat(rows(columns, "history", "1")).hasSize(2).allMatch(row -> row.contains("#1 "));
      assertThat(rows(columns, "watch", "--since", "0", "-n", "2")).hasSize(2);
    }
    assertThat(rows(100, "list").get(0)).contains("  auteur  ");
    assertThat(rows(80, "history", "1").get(0)).endsWith("… · haute · +infra · +web");
  }

  /** What a command that ends well shows, none of its rows wider than the terminal. */
  private List<String> rows(int columns, String... arguments) {
    List<String> lines = run(columns, arguments).awaitLast("(0)");
    assertThat(lines).allMatch(line -> Cells.width(line) <= columns);
    return lines.subList(0, lines.size() - 1);
  }

  @Test
  void shouldSayWhereTheLimitCutAList() {
    for (int i = 1; i <= 31; i++) {
      file("Ana", "{\"title\":\"t\"}");
    }
    String more = "ticket: il y en a plus de %d ; limit:N en montre davantage";

    client.with("PAGER", "cat");
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
    assertThat(client.run("", "list").errors()).containsExactly(more.formatted(30));
    assertThat(client.run("", "list", "-L", "30").errors()).isEmpty();
    assertThat(client.run("", "list").output()).hasSize(30);
  }

  @Test
  void shouldAskForATitleOnATerminal() {
    Screen screen = run(80, "create", "--as", "Ana");
    screen.enter("Titre : ", "Écran").enter("Description : ", "noir").awaitLast("(0)");

    assertThat(screen.lines()).contains("#1");
    assertThat(titles()).containsExactly("Écran");
  }
}
