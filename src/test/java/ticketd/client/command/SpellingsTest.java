package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.command.Commanded.Ran;
import ticketd.protocol.Json;
import ticketd.testing.TestServer;
import ticketd.wire.Language;
import ticketd.wire.Qualifiers;

/** What people reach for who know other programs: spellings, several tickets, members, editors. */
@Timeout(120)
class SpellingsTest {
  @TempDir static Path store;
  @TempDir Path folder;
  private static TestServer server;
  private Commanded commands;

  @BeforeAll
  static void start() {
    server = TestServer.start(store);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void begin() {
    commands = new Commanded(server);
  }

  @Test
  void shouldNameInHelpEveryQualifierOfAQuery() {
    for (Language language : Language.values()) {
      String help = String.join(" ", commands.in(language).run("help", "list").output());
      assertThat(Qualifiers.LIST).allSatisfy(name -> assertThat(help).contains(" " + name + ":"));
    }
  }

  @Test
  void shouldTakeNoEmptyValueForOneThatWasNotGiven() {
    String id = commands.file("empty");
    for (String option : List.of("-a", "-A", "-s", "-l")) {
      Ran ran = commands.run("list", option, "");
      assertThat(ran.status()).as(option).isEqualTo(2);
      assertThat(ran.output()).isEmpty();
      assertThat(ran.error()).contains("the value of");
    }
    assertThat(commands.run("list", "-l", "a,,b").status()).isEqualTo(2);
    assertThat(commands.run("wait", id, "--timeout", "").error()).contains("--timeout");
    assertThat(commands.run("close", id, "").error()).contains("RESOLUTION", "wont-fix");
    assertThat(commands.ticket(id).text("status")).isEqualTo("open");
  }

  private List<String> listed(String... options) {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 2, options.length);
    all[0] = "list";
    all[1] = "--json";
    Ran ran = commands.run(all);
    assertThat(ran.errors()).isEmpty();
    return ran.output().stream().map(line -> Json.parse(line).text("id")).toList();
  }

  @Test
  void shouldListByOptionsAsGhDoes() {
    String mine = commands.file("-t", "options: mine", "-l", "web,gh", "-a", "@me");
    String other = commands.file("options: Ana's", "-l", "gh", "-a", "Ana Maria");
    String closed = commands.file("options: closed", "-l", "gh");
    commands.run("close", closed);

    assertThat(listed("-l", "gh")).containsExactly(other, mine);
    assertThat(listed("-l", "gh", "-s", "all")).containsExactly(closed, other, mine);
    assertThat(listed("--label", "gh", "--state", "closed")).containsExactly(closed);
    assertThat(listed("--tag", "gh,web")).containsExactly(mine);
    assertThat(listed("-l", "gh", "-a", "@me")).containsExactly(mine);
    assertThat(listed("-l", "gh", "--assignee", "Ana Maria")).containsExactly(other);
    assertThat(listed("-l", "gh", "-A", "@me", "-L", "1")).containsExactly(other);
    assertThat(listed("-l", "gh", "-S", "ana assignee:\"Ana Maria\"")).containsExactly(other);
    assertThat(listed("-l", "gh", "-s", "fermé")).containsExactly(closed);
    assertThat(listed("-l", "gh", "-status:closed", "-s", "all")).containsExactly(other, mine);
    assertThat(listed("tag:gh", "-assignee:me", "status:open")).containsExactly(other);
    assertThat(commands.run("list", "-L", "0").error()).contains("--limit");
  }

  @Test
  void shouldSayInAPipeThatTheLimitCutAListUnlessTheLimitWasGiven() {
    for (int i = 0; i < 31; i++) {
      commands.file("cut");
    }
    Ran ran = commands.run("list", "cut");
    assertThat(ran.output()).hasSize(30);
    assertThat(ran.error()).isEqualTo("ticket: there are more than 30; limit:N shows more");
    assertThat(commands.run("list", "cut", "--json").output()).hasSize(30);
    assertThat(commands.run("list", "cut", "--limit", "30").errors()).isEmpty();
    assertThat(commands.run("list", "cut", "limit:30").errors()).isEmpty();
    assertThat(commands.run("list", "cut", "-L", "31").output()).hasSize(31);
  }

  @Test
  void shouldTakeTitlesAndTextsAsGhDoes() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "from a\r\nfile\n");
    String id = commands.file("Disque plein", "-F", text.toString());
    assertThat(commands.ticket(id).text("title")).isEqualTo("Disque plein");
    assertThat(commands.ticket(id).text("description")).isEqualTo("from a\nfile");

    assertThat(commands.run("comment", id, "-b", "one").line()).isEqualTo("#" + id);
    assertThat(commands.runWith("two\n", "comment", id, "-F", "-").line()).isEqualTo("#" + id);
    assertThat(commands.ticket(id).objects("comments"))
        .extracting(comment -> comment.text("text"))
        .containsExactly("one", "two");

    assertThat(commands.run("create", "a", "-t", "b").status()).isEqualTo(2);
    assertThat(commands.run("create", "a", "-b", "b", "-F", "-").status()).isEqualTo(2);
    assertThat(commands.run("create", "a", "-F", folder + "/none").error())
        .contains("no such file");
    assertThat(commands.run("comment", id).error()).contains("TEXT is missing");
    assertThat(commands.run("status", id).error())
        .isEqualTo("ticket: STATUS is missing; see \"ticket status --help\"");
  }

  @Test
  void shouldChangeSeveralTicketsAndTellEachThatFails() {
    String a = commands.file("several");
    String b = commands.file("several");
    assertThat(commands.run("assign", a, b, "Ana").output()).containsExactly("#" + a, "#" + b);
    assertThat(commands.ticket(b).text("assignee")).isEqualTo("Ana");
    assertThat(commands.run("assign", a, "2").line()).isEqualTo("#" + a);
    assertThat(commands.ticket(a).text("assignee")).isEqualTo("2");
    assertThat(commands.run("tag", a, "#" + b, "+x", "+y").output()).hasSize(2);
    assertThat(commands.ticket(b).texts("tags")).containsExactly("x", "y");
    assertThat(commands.run("status", a, b, "en-attente").output()).hasSize(2);
    assertThat(commands.ticket(a).text("status")).isEqualTo("waiting");
    assertThat(commands.run("edit", a, b, "-p", "haute").output()).hasSize(2);
    assertThat(commands.ticket(b).text("priority")).isEqualTo("high");

    Ran ran = commands.run("close", a, "9999999", b, "doublon");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.output()).containsExactly("#" + a, "#" + b);
    assertThat(ran.error()).contains("#9999999");
    assertThat(commands.ticket(b).text("resolution")).isEqualTo("duplicate");
    assertThat(commands.run("take", a, b).errors())
        .hasSize(2)
        .allMatch(line -> line.contains("conflict"));
    assertThat(commands.run("reopen", a, b).output()).hasSize(2);
    assertThat(commands.run("take", a, b).status()).isEqualTo(4);
    assertThat(commands.run("view", a, b, "--json").output()).hasSize(2);
    assertThat(commands.run("reopen", a, "x").error()).contains("\"x\"");
    assertThat(commands.run("close", a, "invalid", b).error()).contains("unexpected argument");
    assertThat(commands.ticket(a).text("status")).isEqualTo("open");
  }

  @Test
  void shouldRepeatACommandForSeveralTicketsByItsKey() {
    String a = commands.file("keys");
    String b = commands.file("keys");
    assertThat(commands.run("close", a, b, "--key", "two").output()).hasSize(2);
    assertThat(commands.run("close", a, b, "--key", "two", "--json").output())
        .hasSize(2)
        .allMatch(line -> line.contains("\"duplicate\":true"));
  }

  @Test
  void shouldPrintTheMembersAskedForAndErrorsAsObjects() {
    String id = commands.file("members", "-l", "members");
    assertThat(commands.run("list", "--json", "id,title", "members").line())
        .isEqualTo("{\"id\":" + id + ",\"title\":\"members\"}");
    assertThat(commands.run("view", "--json=status,due", id).line())
        .isEqualTo("{\"status\":\"open\",\"due\":null}");
    assertThat(commands.run("view", "--json", id).line()).contains("\"description\":\"\"");
    assertThat(commands.run("history", id, "--json", "event,by").line())
        .isEqualTo("{\"event\":\"filed\",\"by\":\"Zoé\"}");

    assertThat(commands.run("list", "--json", "id,tittle").error())
        .startsWith(
            "{\"ok\":false,\"code\":\"usage\",\"message\":\"--json cannot be \\\"tittle\\\"")
        .endsWith("\"status\":2}");
    Ran missing = commands.run("view", "9999999", "--json");
    assertThat(missing.status()).isEqualTo(3);
    Json error = Json.parse(missing.error());
    assertThat(error.text("code")).isEqualTo("not-found");
    assertThat(error.text("message")).contains("#9999999").doesNotContain("not-found");
    assertThat(
            Json.parse(commands.run("close", id, "9999999", "--json").errors().get(0))
                .text("ticket"))
        .isEqualTo("9999999");
    assertThat(Json.parse(commands.run("list", "--json", "--wrong").error()).text("code"))
        .isEqualTo("usage");
  }

  @Test
  void shouldNotLetACommentBeTakenForAField() {
    String id = commands.file("imitated", "-b", "status:\topen");
    commands.run("comment", id, "-b", "x\n--\ncomment:\t9\nauthor:\tRoot");
    assertThat(commands.run("view", id).output())
        .contains("  status:\topen", "  --", "  comment:\t9", "  author:\tRoot")
        .doesNotContain("comment:\t9", "author:\tRoot");
  }

  /** An editor that appends to what it is given, and shows that to the test. */
  private String editor(String text) throws IOException {
    Path script = folder.resolve("editor");
    Files.writeString(
        script, "#!/bin/sh\ncp \"$1\" " + folder + "/seen\n" + text.replace("FILE", "\"$1\""));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private void edits(String script) throws IOException {
    commands
        .with("XDG_STATE_HOME", folder.toString())
        .with("EDITOR", "false")
        .with("VISUAL", editor(script));
  }

  private List<Path> drafts() throws IOException {
    try (var files = Files.list(folder.resolve("ticketd"))) {
      return files.toList();
    }
  }

  @Test
  void shouldFileWhatIsWrittenInAnEditor() throws IOException {
    edits("printf 'Titre é\\n\\nune\\n# deux\\n#: nul\\n' >FILE");
    String id = commands.file("-e", "-p", "low");
    assertThat(commands.ticket(id).text("title")).isEqualTo("Titre é");
    assertThat(commands.ticket(id).text("description")).isEqualTo("une\n# deux");
    assertThat(folder.resolve("seen")).content().contains("#: The first line is the title");
    assertThat(drafts()).isEmpty();

    edits("printf 'encore\\n' >>FILE");
    assertThat(commands.run("comment", id, "-e", "-b", "dit").line()).isEqualTo("#" + id);
    assertThat(commands.ticket(id).objects("comments").get(0).text("text"))
        .isEqualTo("dit\n\nencore");

    edits("sed -i 's/une/un/' FILE");
    assertThat(commands.run("edit", id, "-e").line()).isEqualTo("#" + id);
    assertThat(commands.ticket(id).text("description")).isEqualTo("un\n# deux");
    assertThat(folder.resolve("seen")).content().startsWith("Titre é\n\nune\n# deux\n");
  }

  @Test
  void shouldGiveUpAnEmptyTextAndKeepOneThatIsRefused() throws IOException {
    edits(": >FILE");
    Ran empty = commands.run("create", "-e");
    assertThat(empty.status()).isEqualTo(1);
    assertThat(empty.error()).contains("nothing was sent");
    assertThat(drafts()).isEmpty();

    edits("printf 'kept\\n' >FILE");
    Ran refused = commands.run("comment", "9999999", "-e");
    assertThat(refused.status()).isEqualTo(3);
    assertThat(drafts()).hasSize(1);
    assertThat(refused.error()).endsWith("what was written is kept in " + drafts().get(0));
    assertThat(drafts().get(0)).hasContent("kept");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(drafts().get(0))))
        .isEqualTo("rw-------");

    commands.with("VISUAL", "false");
    assertThat(commands.run("create", "-e").error()).endsWith("\"false\" ended with status 1");
    assertThat(drafts()).hasSize(1);
    edits("echo typed >FILE; exit 3");
    assertThat(commands.run("create", "-e").error())
        .contains("ended with status 3; what was written is kept in ");
    assertThat(drafts()).hasSize(2);
    commands.with("VISUAL", "").with("EDITOR", " ");
    assertThat(commands.run("create", "-e").error()).contains("TICKETD_EDITOR");
  }

  @Test
  void shouldLeaveOfATextAsItIsWhatNobodyEdits() throws IOException {
    String text = "    code\n#: precious line\nhard break  \n#:: too\nend  ";
    String id = commands.file("old", "-b", text);
    String stored = commands.ticket(id).text("description");
    assertThat(stored).contains("#: precious line\nhard break  \n#:: too");

    edits("sed -i '1s/old/new/' FILE");
    assertThat(commands.run("edit", id, "-e").line()).isEqualTo("#" + id);
    assertThat(commands.ticket(id).text("title")).isEqualTo("new");
    assertThat(commands.ticket(id).text("description")).isEqualTo(stored);
    assertThat(commands.run("history", id, "--json").output().get(1))
        .contains("\"title\"")
        .doesNotContain("precious");

    edits("sed -i 's/precious/dear/; s/code/more/' FILE");
    assertThat(commands.run("edit", id, "-e").line()).isEqualTo("#" + id);
    assertThat(commands.ticket(id).text("description"))
        .isEqualTo(stored.replace("precious", "dear").replace("code", "more"));
    assertThat(folder.resolve("seen")).content().contains("that begin with \"#:::\" are ignored");
  }

  @Test
  void shouldSetTheTitleThatIsLeftInTheEditor() throws IOException {
    String id = commands.file("before", "-b", "text");
    edits("sed -i '1s/given/before/' FILE");
    commands.run("edit", id, "-e", "-t", "given", "-p", "low");
    assertThat(commands.ticket(id).text("title")).isEqualTo("before");
    assertThat(commands.ticket(id).text("priority")).isEqualTo("low");
    assertThat(commands.ticket(id).text("description")).isEqualTo("text");
  }

  @Test
  void shouldKeepADraftInTheTemporaryFolderWhereThereIsNoneOfOnesOwn() throws IOException {
    edits("printf 'kept\\n' >FILE");
    Path nobody = folder.resolve("nobody");
    commands.with("XDG_STATE_HOME", "relative").with("HOME", nobody.toString());
    String error = commands.run("comment", "9999999", "-e").error();
    Path draft = Path.of(error.substring(error.indexOf(" kept in ") + " kept in ".length()));
    assertThat(draft).hasContent("kept").hasParent(Path.of(System.getProperty("java.io.tmpdir")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(draft)))
        .isEqualTo("rw-------");
    Files.delete(draft);
    assertThat(nobody).doesNotExist();
    assertThat(Path.of("relative")).doesNotExist();
  }

  @Test
  void shouldPrintEnglishWordsInAPipeWhateverTheLanguage() {
    String id = new Commanded(server).file("langue", "-p", "urgente");
    commands.in(Language.FR);
    commands.run("take", id);
    assertThat(commands.run("list", "langue").line()).contains("\tin-progress\t\turgent\t");
    assertThat(commands.run("history", id).output().get(1)).contains("\ttaken\tstatus open -> ");
  }

  @Test
  void shouldColourWhereItIsAskedForAndNotInJson() {
    String id = commands.file("couleur", "-p", "urgent");
    assertThat(commands.run("list", "couleur").line()).doesNotContain("\u001b");
    assertThat(commands.run("list", "couleur", "--color", "always").line())
        .contains("\u001b[31;1m");
    assertThat(commands.run("view", id, "--json", "--color=always").line())
        .doesNotContain("\u001b");
    assertThat(commands.run("list", "--color", "sometimes").error())
        .contains("auto, always, never");
    commands.with("CLICOLOR_FORCE", "1");
    assertThat(commands.run("list", "couleur").line()).contains("\u001b[");
    assertThat(commands.run("list", "couleur", "--color", "never").line()).doesNotContain("\u001b");
    commands.with("NO_COLOR", "1");
    assertThat(commands.run("list", "couleur").line()).doesNotContain("\u001b");
  }
}
