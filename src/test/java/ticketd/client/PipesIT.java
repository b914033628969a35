package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ClientJar.Ran;
import ticketd.protocol.Json;
import ticketd.testing.Jar;
import ticketd.testing.TestServer;

/** The finished jar's client between pipes, in the locale C. */
class PipesIT {
  @TempDir Path folder;
  private TestServer server;
  private ClientJar client;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client = new ClientJar(folder).with("TICKETD_SERVER", "127.0.0.1:" + server.port());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldPrintTheOriginalsSessionByteForByte() {
    Ran ran =
        client.run(
            """
            IDENT Jules
            SENDTICKET
            Bug interface
            Le bouton "Envoyer" ne répond pas.
            LIST
            QUIT
            """,
            "client",
            "127.0.0.1",
            "" + server.port());

    assertThat(ran.output())
        .containsExactly(
            "[OK] Bonjour Jules", "[OK] Ticket ajouté (#1)", ran.output().get(2), "Déconnexion...");
    assertThat(ran.output().get(2))
        .matches("#1 \\[Jules] Bug interface - [0-9]{2}/[0-9]{2}/[0-9]{4}");
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.status()).isZero();
  }

  @Test
  void shouldTakeArgumentsInUtf8WhateverTheLocale() {
    Ran ran = client.with("TICKETD_USER", "Zoé").run("", "create", "-t", "Écran 日本", "--json");
    assertThat(ran.status()).isZero();

    Json ticket = Json.parse(client.run("", "view", "1", "--json").output().get(0));
    assertThat(ticket.text("title")).isEqualTo("Écran 日本");
    assertThat(ticket.text("author")).isEqualTo("Zoé");
  }

  @Test
  void shouldSpeakTheLanguageOfTheLocaleOrTheOneAskedFor() {
    assertThat(client.run("", "view", "9").errors())
        .containsExactly("ticket: not-found: le ticket #9 n'existe pas");
    assertThat(client.run("", "view", "9", "--lang", "en").errors())
        .singleElement()
        .asString()
        .startsWith("ticket: not-found: ")
        .doesNotContain("existe");
    String because = " ne peut être « de » ; permis : fr, en";
    Ran wrong = new Ran(2, List.of(), List.of("ticket: --lang" + because));
    assertThat(client.run("", "list", "--lang", "de")).isEqualTo(wrong);
    assertThat(client.run("", "list", "--lang=de")).isEqualTo(wrong);
    client.with("TICKETD_LANG", "de");
    assertThat(client.run("", "list"))
        .isEqualTo(new Ran(2, List.of(), List.of("ticket: TICKETD_LANG" + because)));
    client.environment().remove("TICKETD_LANG");
    client.with("LC_ALL", "en_US.UTF-8");
    assertThat(client.run("", "view", "x").errors())
        .containsExactly("ticket: number refused: \"x\"; allowed: an integer from 1");
  }

  @Test
  void shouldIdentifyWhoIsNamedInTheArgumentsAlone() {
    String[] piped = {"client", "127.0.0.1", "" + server.port()};
    List<String> named = new ArrayList<>(List.of(piped));
    named.addAll(List.of("--as", "Zoé"));
    client.with("TICKETD_USER", "Jules");

    assertThat(client.run("PING\n", piped).output()).containsExactly("[OK] PONG", "Déconnexion...");
    assertThat(client.run("PING\n", named.toArray(String[]::new)).output())
        .containsExactly("[OK] Bonjour Zoé", "[OK] PONG", "Déconnexion...");
    Ran refused = client.run("PING\n", "client", "--as", "");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errors()).singleElement().asString().startsWith("ticket: --as : nom refusé");
  }

  @Test
  void shouldEndWithSixWhenTheServerCannotBeReached() {
    server.close();

    assertThat(client.run("LIST\n", "client", "127.0.0.1", "" + server.port()).status())
        .isEqualTo(6);
    assertThat(client.run("", "list").status()).isEqualTo(6);
    assertThat(client.run("", "create", "-t", "t").status()).isEqualTo(6);
  }

  private Ran shell(String before, String behind, String... arguments) {
    String command = String.join(" ", Jar.client(arguments));
    return client.run("", List.of("sh", "-c", before + command + behind));
  }

  @Test
  void shouldReadATextFromAPipe() {
    String lines = "printf 'one\\n  two\\n' | ";
    assertThat(shell(lines, "", "create", "-t", "t", "-b", "-").errors()).isEmpty();
    assertThat(shell(lines, "", "comment", "1", "-").errors()).isEmpty();

    Json ticket = Json.parse(client.run("", "view", "1", "--json").output().get(0));
    assertThat(ticket.text("description")).isEqualTo("one\n  two");
    assertThat(ticket.number("commentCount")).isEqualTo(1);
  }

  @Test
  void shouldSayThatItsOutputCannotBeWrittenAndWhatIsDoneAllTheSame() {
    Ran created = shell("", " > /dev/full", "create", "-t", "t", "--lang", "en");
    assertThat(created.status()).isEqualTo(1);
    assertThat(created.errors())
        .containsExactly(
            "ticket: the change of #1 is stored; do not repeat it",
            "ticket: standard output cannot be written: No space left on device");
    Ran listed = shell("", " > /dev/full", "list", "--lang", "en");
    assertThat(listed.status()).isEqualTo(1);
    assertThat(listed.errors())
        .containsExactly("ticket: standard output cannot be written: No space left on device");
  }

  @Test
  void shouldDoAllThatItCanWhereNobodyCanBeToldOfTheRest() {
    client.run("", "create", "-t", "t");
    Ran viewed = shell("", " 2>/dev/full", "view", "99", "1");
    assertThat(viewed.status()).isEqualTo(3);
    assertThat(viewed.output()).contains("title:\tt");
    assertThat(shell("", " 2>&-", "view", "99", "1").status()).isEqualTo(3);
    assertThat(shell("", " 2>/dev/full", "take", "99").status()).isEqualTo(3);
    assertThat(shell("", " 2>/dev/full", "frobnicate").status()).isEqualTo(2);
    assertThat(shell("", " 2>/dev/full", "edit", "1", "-t", "t").status()).isZero();
  }

  @Test
  void shouldEndInSilenceWhenItsReaderHasEnoughOfIt() {
    assertThat(shell("", " | true", "stats").errors()).isEmpty();
  }

  @Test
  void shouldRefuseALoadThatIsADialogueAndAWatchOfNothing() {
    Ran dialogue = client.run("", "bench", "-r", "PING", "-r", "SENDTICKET");
    assertThat(dialogue.status()).isEqualTo(2);
    assertThat(dialogue.output()).as("nothing is measured before").isEmpty();
    assertThat(client.run("", "bench", "-r", "@k SENDTICKET").status()).isEqualTo(2);
    assertThat(client.run("", "watch", "-n", "0").status()).isEqualTo(2);
  }

  @Test
  void shouldLoadNoActorForACommand() throws Exception {
    Path log = folder.resolve("classes");
    List<String> command = new ArrayList<>(Jar.client("create", "-t", "t"));
    command.add(1, "-Xlog:class+load:file=" + log);

    assertThat(client.run("", command).status()).isZero();

    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded).anyMatch(line -> line.contains("ticketd.client"));
    assertThat(loaded)
        .noneMatch(
            line ->
                line.contains("org.apache.pekko")
                    || line.contains(" scala.")
                    || line.contains("org.slf4j")
                    || line.contains("ch.qos"));
  }

  @Test
  void shouldKnowCheckAndServerAmongTheCommands() {
    client.run("", "create", "-t", "t");
    List<String> commands = client.run("", "help").output();

    for (String command : List.of("check", "server")) {
      Ran help = client.run("", "help", command);
      assertThat(help.status()).isZero();
      assertThat(help.output().get(0)).startsWith("Utilisation : ticket " + command + " ");
      assertThat(commands).anyMatch(line -> line.startsWith("  " + command + " "));
      assertThat(client.run("", command, "-h")).isEqualTo(help);
      assertThat(client.run("", command, "--help")).isEqualTo(help);
    }
    assertThat(client.run("", "--help")).isEqualTo(client.run("", "server", "--help"));
    assertThat(client.run("", "check", folder.resolve("tickets").toString()).status()).isZero();
    assertThat(client.run("", "check").errors())
        .containsExactly("ticket: il manque FILE ; voir « ticket check --help »");
    assertThat(client.run("", "chek").status()).isEqualTo(2);
  }
}
