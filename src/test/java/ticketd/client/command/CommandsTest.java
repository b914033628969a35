package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.link.ExitStatus;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.protocol.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.Threads;
import ticketd.wire.Language;

/** The one-shot commands against a server, without a terminal. */
@Timeout(120)
class CommandsTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private record Ran(int status, List<String> output, List<String> errors) {
    String line() {
      assertThat(output).hasSize(1);
      return output.get(0);
    }

    String error() {
      assertThat(errors).hasSize(1);
      return errors.get(0);
    }
  }

  private Ran run(String... args) {
    return runWith("", args);
  }

  private Ran runWith(String input, String... args) {
    return runWith(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
  }

  private Ran runWith(InputStream input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> environment =
        Map.of("TICKETD_SERVER", "127.0.0.1:" + server.address().getPort(), "TICKETD_USER", "Zoé");
    Surroundings surroundings =
        new Surroundings(
            Texts.in(Language.EN), environment, input, new Output(out), new Output(err), Map.of());
    int status;
    try {
      status = Commands.run(args, surroundings).orElseThrow();
      surroundings.out().flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Ran(status, lines(out), lines(err));
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Json ticket(int id) {
    return Json.parse(run("view", "" + id, "--json").line());
  }

  @Test
  void shouldFileATicketAndPrintItsNumber() {
    Ran ran =
        run(
            "create",
            "-t",
            "Disque {plein}",
            "-b",
            "a\nb",
            "-p",
            "high",
            "-l",
            "x,y",
            "-l",
            "z",
            "-a",
            "me");

    assertThat(ran).isEqualTo(new Ran(ExitStatus.DONE, List.of("#1"), List.of()));
    Json ticket = ticket(1);
    assertThat(ticket.text("title")).isEqualTo("Disque {plein}");
    assertThat(ticket.text("description")).isEqualTo("a\nb");
    assertThat(ticket.text("author")).isEqualTo("Zoé");
    assertThat(ticket.text("assignee")).isEqualTo("Zoé");
    assertThat(ticket.text("priority")).isEqualTo("high");
    assertThat(ticket.texts("tags")).containsExactly("x", "y", "z");
  }

  @Test
  void shouldReadALongTextFromStandardInput() {
    assertThat(runWith("one\r\ntwo\n\n", "create", "-t", "t", "-b", "-").status()).isZero();
    assertThat(runWith("three\n", "comment", "1", "-").status()).isZero();
    assertThat(runWith("four\nfive\n", "close", "1", "-c", "-").status()).isZero();

    assertThat(ticket(1).text("description")).isEqualTo("one\ntwo");
    assertThat(ticket(1).objects("comments"))
        .extracting(comment -> comment.text("text"))
        .containsExactly("three", "four\nfive");
  }

  @Test
  void shouldTakeValuesThatBeginLikeOptions() {
    assertThat(run("create", "-t", "-bug", "-b", "--json x", "-l", "t").line()).isEqualTo("#1");
    assertThat(run("create", "--title=--json", "--body", "-phigh").line()).isEqualTo("#2");
    assertThat(run("comment", "1", "--", "- item").errors()).isEmpty();
    assertThat(run("close", "1", "-c", "-p high").errors()).isEmpty();

    assertThat(ticket(1).text("title")).isEqualTo("-bug");
    assertThat(ticket(1).text("description")).isEqualTo("--json x");
    assertThat(ticket(1).objects("comments"))
        .extracting(comment -> comment.text("text"))
        .containsExactly("- item", "-p high");
    assertThat(ticket(2).text("title")).isEqualTo("--json");
    assertThat(ticket(2).text("description")).isEqualTo("-phigh");
    assertThat(ticket(2).text("priority")).isEqualTo("normal");
  }

  @Test
  void shouldTellOfAMissingValueHowToSayOneThatBeginsLikeAnOption() {
    String how = "-t/--title needs a value; one that begins with - is written --title=TITLE";
    assertThat(run("create", "-t").error()).contains(how);
    assertThat(run("create", "-t", "-b", "x").error()).contains(how);
    assertThat(run("create", "-t", "--json").error()).contains(how);
    assertThat(run("comment", "1", "- item").error()).contains("stands behind --");
    assertThat(run("stats").output()).contains("tickets\t0");
  }

  @Test
  void shouldSayWhatWasMeant() {
    assertThat(run("create", "--titel=x").error()).contains("--titel=x; did you mean --title?");
    assertThat(run("help", "--server", "a:1", "--ca=x", "--tls", "--json", "list").output())
        .isEqualTo(run("help", "list").output());
    assertThat(run("help", "craete").error()).contains("\"craete\"; did you mean create?");
    assertThat(run("list", "stauts:open").error()).endsWith("did you mean status:?");
    assertThat(run("list", "--priority", "high").error()).contains("did you mean priority:?");
    assertThat(run("list", "--sort=due").error()).contains("--sort=due; did you mean sort:?");
    assertThat(run("view", "--sort", "1").error()).doesNotContain("did you mean");
    assertThat(run("export", "asignee:me").error()).endsWith("did you mean assignee:?");
    assertThat(run("take", "next", "priorty:high").error()).endsWith("did you mean priority:?");
    assertThat(run("watch", "tga:x").error()).endsWith("did you mean tag:?");
    assertThat(run("list", "foo:bar").error()).doesNotContain("did you mean");
  }

  @Test
  void shouldShowOfAQueryTheWordsOfWhoWroteIt() {
    assertThat(run("list", "author:\"Jules").error()).contains("\"Jules").doesNotContain("status:");
    assertThat(run("list", "\"a\"b", "c").error()).contains("b c").doesNotContain("limit:");
    assertThat(run("export", "text:\"x").error()).doesNotContain("sort:", "after:");
  }

  @Test
  void shouldReadAQueryByTheGrammarOfTheProtocol() {
    run("create", "-t", "a status:b", "-l", "memory");
    run("create", "-t", "a status:b");
    run("close", "2");

    assertThat(run("list", "\"a status:b\"").line()).startsWith("#1\t");
    assertThat(run("export", "\"sort:id\"").status()).isZero();
  }

  @Test
  void shouldRefuseStandardInputThatIsNoTextAndFileNothing() {
    byte[] latin = "a\ncafé".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(runWith(new ByteArrayInputStream(latin), "create", "-t", "t", "-b", "-").error())
        .isEqualTo("ticket: standard input, line 2, column 4: not UTF-8 (0xE9)");
    assertThat(runWith("a\nbé\u001b[1mc", "create", "-t", "t", "-b", "-").error())
        .startsWith(
            "ticket: standard input, line 2, column 3: the character U+001B is not allowed");
    assertThat(run("create", "-t", "t", "-b", "a\u0007").error()).contains("column 2", "U+0007");
    assertThat(runWith("a\rb", "create", "-t", "t", "-b", "-").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(run("stats").output()).contains("tickets\t0");

    String dirty = "\u001b[1;31mré\u001b[0md\u001b]0;title\u0007\r\n\uFEFFx\u0008\u009b2K\r\n";
    assertThat(runWith(dirty, "create", "-t", "t", "-b", "-", "--clean").errors()).isEmpty();
    assertThat(ticket(1).text("description")).isEqualTo("réd\nx");
    assertThat(run("comment", "1", "\u001b]8;;u\u0007a\u001b(Bb\u0007", "--clean").errors())
        .isEmpty();
    assertThat(ticket(1).objects("comments").get(0).text("text")).isEqualTo("ab");
  }

  @Test
  void shouldReadStandardInputToTheLimitAndNoFurther() {
    for (int each : new int[] {'x', 0, 0x80, '\n'}) {
      Endless endless = new Endless(each);
      Ran ran = runWith(endless, "create", "-t", "t", "-b", "-");
      assertThat(ran.error()).contains("standard input", "32768 bytes");
      assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(endless.read).isLessThan(each == '\n' ? 1_100_000 : 50_000);
    }
    assertThat(runWith(new Endless(0), "create", "-t", "t", "-b", "-", "--clean").error())
        .contains("32768 bytes");
    String longest = "é".repeat(16_384);
    assertThat(runWith(longest + "\r\n\r\n", "create", "-t", "t", "-b", "-").line())
        .isEqualTo("#1");
    assertThat(ticket(1).text("description")).isEqualTo(longest);
    assertThat(runWith(longest + "x", "comment", "1", "-").error()).contains("32768 bytes");
  }

  private static final class Endless extends InputStream {
    private final int each;
    private long read;

    Endless(int each) {
      this.each = each;
    }

    @Override
    public int read() {
      read++;
      return each;
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
      Arrays.fill(bytes, from, from + count, (byte) each);
      read += count;
      return count;
    }
  }

  @Test
  void shouldNotAskForATitleWithoutATerminal() {
    assertThat(run("create").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("create", "-t", " ").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("stats").output()).contains("tickets\t0");
  }

  @Test
  void shouldListInColumnsTheNewestThatAreNotClosed() {
    for (int i = 1; i <= 33; i++) {
      run("create", "-t", "ticket " + i, "-l", "a,b");
    }
    run("close", "33");

    Ran ran = run("list");

    assertThat(ran.output()).hasSize(30);
    assertThat(ran.output().get(0))
        .matches("#32\topen\t\tnormal\tticket 32\tZoé\t\ta,b\t[^\t]+Z\t[^\t]+Z");
    assertThat(run("list", "status:closed").line()).startsWith("#33\tclosed\tfixed\t");
    assertThat(run("list", "limit:2", "sort:id").output()).hasSize(2);
    assertThat(run("list", "nothing").output()).isEmpty();
  }

  @Test
  void shouldAddToAQueryOnlyWhatItLeavesOpen() {
    assertThat(ListCommand.withDefaults(""))
        .isEqualTo("status:open,in-progress,waiting sort:-id limit:30");
    assertThat(ListCommand.withDefaults("x status:closed limit:5"))
        .isEqualTo("sort:-id x status:closed limit:5");
    assertThat(ListCommand.withDefaults("text:\"a status:b sort:c\""))
        .isEqualTo("status:open,in-progress,waiting sort:-id limit:30 text:\"a status:b sort:c\"");
  }

  @Test
  void shouldFindTheLimitOfAQuery() {
    assertThat(ListCommand.limit("x limit:5 sort:id")).contains(5);
    assertThat(ListCommand.limit("limit:9999")).contains(9999);
    assertThat(ListCommand.limit("\"a limit:5 b\" limit:6")).contains(6);
    for (String none :
        List.of("", "xlimit:5", "limit:5x", "limit:0", "limit:10000", "LIMIT:5", "\" limit:5 \"")) {
      assertThat(ListCommand.limit(none)).describedAs(none).isEmpty();
    }
  }

  @Test
  void shouldPrintJsonAsTheServerSendsItWithoutCutting() {
    String title = "é ".repeat(100).strip();
    Json created = Json.parse(run("create", "-t", title, "--json").line());
    assertThat(created.flag("ok")).isTrue();
    assertThat(created.number("id")).isEqualTo(1);

    String listed = run("list", "--json").line();

    assertThat(Json.parse(listed).text("title")).isEqualTo(title);
    try (LineClient line = server.connect()) {
      line.ask("FORMAT json");
      assertThat(line.ask("LIST").get(0)).isEqualTo(listed);
    }
  }

  @Test
  void shouldLeadATicketThroughItsLife() {
    run("create", "-t", "t");

    assertThat(run("take", "next").line()).startsWith("#1\tin-progress\t");
    assertThat(run("assign", "#1", "Ana").line()).isEqualTo("#1");
    assertThat(run("status", "1", "waiting").status()).isZero();
    assertThat(run("tag", "1", "+a", "+b").status()).isZero();
    assertThat(run("tag", "1", "-a").status()).isZero();
    assertThat(run("edit", "1", "-t", "u", "-p", "urgent", "-a", "-", "--version", "6").status())
        .isZero();
    assertThat(run("close", "1", "wont-fix", "-c", "no way").status()).isZero();
    Json closed = ticket(1);
    assertThat(closed.text("title")).isEqualTo("u");
    assertThat(closed.text("resolution")).isEqualTo("wont-fix");
    assertThat(closed.texts("tags")).containsExactly("b");
    assertThat(closed.optionalText("assignee")).isEmpty();
    assertThat(closed.objects("comments").get(0).text("text")).isEqualTo("no way");
    assertThat(run("reopen", "1").status()).isZero();
    assertThat(run("history", "1").output())
        .hasSize(9)
        .allMatch(line -> line.split("\t", -1).length == 6);
  }

  @Test
  void shouldCloseWithACommentOfSeveralLines() {
    run("create", "-t", "t");

    assertThat(run("close", "1", "wont-fix", "-c", "a\nCLOSE 2").status()).isZero();
    assertThat(ticket(1).objects("comments").get(0).text("text")).isEqualTo("a\nCLOSE 2");
    assertThat(ticket(1).text("status")).isEqualTo("closed");
    assertThat(ticket(1).text("resolution")).isEqualTo("wont-fix");
    assertThat(run("close", "1", "-c", "c\nd").status()).isEqualTo(ExitStatus.CONFLICT);
    assertThat(ticket(1).number("commentCount")).isEqualTo(1);
  }

  @Test
  void shouldDoWhatIsRepeatedUnderItsKeyOnce() {
    String[] create = {"create", "-t", "t", "-b", "d", "--key", "job-7"};
    assertThat(run(create).line()).isEqualTo("#1");
    run("create", "-t", "other");
    assertThat(run(create).line()).isEqualTo("#1");
    assertThat(run("create", "-t", "u", "--key", "job-7").status()).isEqualTo(ExitStatus.CONFLICT);
    for (int i = 0; i < 2; i++) {
      assertThat(run("comment", "1", "c", "--key", "a").status()).isZero();
      assertThat(run("take", "1", "--key", "b").line()).startsWith("#1\tin-progress\t");
      assertThat(run("assign", "1", "Ana", "--key", "c").status()).isZero();
      assertThat(run("status", "1", "waiting", "--key", "d").status()).isZero();
      assertThat(run("edit", "1", "-p", "high", "--key", "e").status()).isZero();
      assertThat(run("tag", "1", "+x", "-y", "--key", "f").status()).isZero();
      assertThat(run("close", "1", "-c", "a\nb", "--key", "g").status()).isZero();
      assertThat(run("reopen", "1", "--key", "h").status()).isZero();
    }

    assertThat(run("history", "1").output()).hasSize(10);
    assertThat(run("stats").output()).contains("tickets\t2", "closed\t0");
  }

  @Test
  void shouldRefuseAKeyThatIsNone() {
    for (String key : List.of("", "a b", "é", "k".repeat(65))) {
      Ran ran = run("create", "-t", "t", "--key", key);
      assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(ran.error())
          .contains("\"" + key + "\"")
          .contains("1 to 64", "A-Z a-z 0-9 . _ : -");
    }
    assertThat(run("stats").output()).contains("tickets\t0");
  }

  @Test
  void shouldSayThatThereWasNothingToChange() {
    run("create", "-t", "t");

    Ran ran = run("status", "1", "open");

    assertThat(ran).isEqualTo(new Ran(0, List.of("#1"), List.of("ticket: #1: nothing to change")));
  }

  @Test
  void shouldEndWithTheStatusThatNamesTheReason() {
    run("create", "-t", "t");
    run("close", "1");

    assertThat(run("close", "1").status()).isEqualTo(ExitStatus.CONFLICT);
    assertThat(run("edit", "1", "-t", "x", "--version", "1").status())
        .isEqualTo(ExitStatus.CONFLICT);
    assertThat(run("view", "2").status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(run("take", "next").status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(run("list", "foo:bar").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("status", "1", "done").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("view", "x").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("view").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("edit", "1").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("list", "--as", "me", "assignee:me").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("list", "--server", "127.0.0.1:1").status()).isEqualTo(ExitStatus.UNREACHABLE);
  }

  @Test
  void shouldTellAWrongUsageInOneLineThatNamesIt() {
    assertThat(run("list", "--jsn").error())
        .isEqualTo(
            "ticket: unknown option: --jsn; did you mean --json?; a text that begins with - stands"
                + " behind --; see \"ticket list --help\"");
    assertThat(run("view").error()).contains("ID");
    assertThat(run("create", "-t").error()).contains("-t/--title needs a value");
    assertThat(run("bench", "-n", "many").error())
        .contains("--requests cannot be \"many\"; allowed: an integer up to 9223372036854775807");
    assertThat(run("bench", "-c", "0").error())
        .endsWith("-c cannot be \"0\"; allowed: an integer from 1");
    assertThat(run("list", "--json=yes").error()).contains("--json", "yes", "assignee");
    assertThat(run("wait", "1", "--status", "foo").error())
        .endsWith("--status cannot be \"foo\"; allowed: open, in-progress, waiting, closed");
    assertThat(run("wait", "1", "--timeout", "x").error()).contains("allowed: 500ms, 60s");
    assertThat(run("completion", "fish").error()).contains("\"fish\"; allowed: bash, zsh");
    assertThat(run("history", "1", "2").error()).contains("\"2\"");
    assertThat(run("list", "--server", "a:b:c:").status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run("list", "--server", "a:x").error()).contains("a:x");
  }

  @Test
  void shouldRefuseANameThatIsNoneAlsoWhereItIsNotUsed() {
    for (String[] command :
        new String[][] {{"list"}, {"view", "1"}, {"stats"}, {"export"}, {"watch", "-n", "1"}}) {
      for (String name : List.of("!", "")) {
        String[] named = Arrays.copyOf(command, command.length + 2);
        named[command.length] = "--as";
        named[command.length + 1] = name;
        Ran ran = run(named);
        assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(ran.error())
            .startsWith("ticket: --as: name refused: \"" + name + "\"; allowed: ");
      }
    }
  }

  @Test
  void shouldNameANumberBeyondEveryTicketAsItWasTyped() {
    String huge = "99999999999999999999";

    assertThat(run("view", huge))
        .isEqualTo(
            new Ran(
                ExitStatus.NOT_FOUND,
                List.of(),
                List.of("ticket: not-found: there is no ticket #" + huge)));
    assertThat(run("close", "#" + huge).error()).endsWith("#" + huge);
    try (LineClient line = server.connect("Ana")) {
      line.ask("LANG en");
      assertThat(line.ask("SHOW " + huge)).containsExactly("[ERR] not-found: no such ticket");
      assertThat(line.ask("CLOSE " + huge)).containsExactly("[ERR] not-found: no such ticket");
    }
  }

  @Test
  void shouldRefuseAnArgumentThatWouldBeAnotherRequest() {
    run("create", "-t", "t");

    assertThat(run("list", "a\nCLOSE 1").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("assign", "1", "a\nCLOSE 1").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("tag", "1", "+a\rCLOSE 1").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ticket(1).number("version")).isEqualTo(1);
  }

  @Test
  void shouldShowATicketInLinesForPrograms() {
    run("create", "-t", "t", "-b", "d");
    run("comment", "1", "c");

    assertThat(run("view", "1").output())
        .startsWith("id:\t#1", "title:\tt", "status:\topen", "resolution:\t")
        .containsSequence("comments:\t1", "--", "  d", "--", "comment:\t1", "author:\tZoé")
        .endsWith("  c");
  }

  @Test
  void shouldExportEveryCommentOfEveryTicket() {
    try (LineClient line = server.connect("Ana")) {
      for (int i = 1; i <= 620; i++) {
        line.send("SENDTICKET {\"title\":\"t" + i + "\"}");
      }
      for (int i = 1; i <= 130; i++) {
        line.send("COMMENT 7 c" + i);
      }
      for (int i = 0; i < 750; i++) {
        line.reply();
      }
      List<Json> exported = new ArrayList<>();
      run("export").output().forEach(l -> exported.add(Json.parse(l)));

      assertThat(exported).extracting(t -> t.number("id")).hasSize(620).isSorted();
      List<Json> comments = exported.get(6).objects("comments");
      assertThat(comments).hasSize(130);
      assertThat(comments).extracting(c -> c.text("text")).startsWith("c1").endsWith("c130");
      assertThat(comments).extracting(c -> c.number("n")).endsWith(130L);
      // The first of those that SHOW has as well: the same, whichever way it came.
      line.ask("FORMAT json");
      Json shown = Json.parse(line.ask("SHOW 7").get(0));
      assertThat(comments.get(30)).hasToString(shown.objects("comments").get(0).toString());
    }
  }

  @Test
  void shouldWaitUntilATicketIsClosed() throws Exception {
    run("create", "-t", "t");

    CompletableFuture<Ran> waiting =
        CompletableFuture.supplyAsync(
            () -> run("wait", "1", "--json", "--timeout", "60s"), Threads::start);
    try (LineClient line = server.connect("Ana")) {
      line.ask("FORMAT json");
      await().until(() -> Json.parse(line.ask("STATS").get(0)).number("watchers") == 1);
      line.ask("COMMENT 1 not yet");
      assertThat(waiting).isNotDone();
      line.ask("CLOSE 1");
    }
    Json closed = Json.parse(waiting.get(60, TimeUnit.SECONDS).line());

    assertThat(closed.text("status")).isEqualTo("closed");
    assertThat(Json.parse(run("wait", "1", "--json").line())).hasToString(closed.toString());
  }

  @Test
  void shouldNotWaitLongerThanAsked() {
    run("create", "-t", "t");

    assertThat(run("wait", "1", "--timeout", "1ms").status()).isEqualTo(ExitStatus.TIMED_OUT);
    assertThat(run("wait", "1", "--timeout", "0s").error()).endsWith("#1 is not closed");
    assertThat(run("wait", "1", "--status", "open", "--timeout", "0s").status()).isZero();
    assertThat(run("wait", "1", "--status", "open", "--timeout", "60").status()).isZero();
    assertThat(run("wait", "2").status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(run("wait", "1", "--status", "nearly").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("wait", "1", "--timeout", "soon").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void shouldTellWhatANewTicketWasFiledWith() {
    run("create", "-t", "a · b", "-p", "urgent", "-l", "x,y", "-a", "Ana");
    run("create", "-t", "u");
    String filed = "\tfiled\ta · b · urgent · @Ana · +x · +y";

    assertThat(run("history", "1").line()).endsWith(filed);
    assertThat(run("history", "2").line()).endsWith("\tfiled\tu");
    assertThat(run("watch", "--since", "0", "-n", "1").line()).endsWith(filed);
  }

  @Test
  void shouldReplayAWatch() {
    run("create", "-t", "t");
    run("close", "1", "-c", "bye");

    assertThat(run("watch", "--since", "0", "-n", "2").output())
        .hasSize(2)
        .allMatch(line -> line.split("\t", -1).length == 6)
        .last()
        .asString()
        .startsWith("2\t")
        .endsWith("\t#1\tZoé\tclosed\tstatus open -> closed · resolution - -> fixed · comment bye");
    assertThat(run("watch", "--since", "99").status()).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void shouldMeasureALoad() {
    Json result = Json.parse(run("bench", "-c", "2", "-P", "3", "-n", "100", "--json").line());

    assertThat(result.number("requests")).isEqualTo(100);
    assertThat(result.number("p100Nanoseconds")).isPositive();
    assertThat(run("bench", "-c", "2", "-n", "100").output())
        .filteredOn(line -> line.startsWith("  <= "))
        .isNotEmpty();
    Ran failing = run("bench", "-c", "1", "-n", "3", "-r", "SHOW 9");
    assertThat(failing.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(failing.error()).contains("not-found");
  }

  @Test
  void shouldTellWhyTheServerTookNoMoreOfALoad() {
    Ran unknown = run("bench", "-c", "1", "-n", "100", "-P", "5", "-r", "NOPE");
    assertThat(unknown.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(unknown.output()).isEmpty();
    assertThat(unknown.error())
        .startsWith("ticket: the server ended a connection; its first refusal: ")
        .contains("[ERR] unknown-command: ", "NOPE");
    assertThat(run("bench", "-c", "1", "-n", "100", "-r", "SHOW").error())
        .contains("[ERR] bad-request: ");
  }

  @Test
  void shouldRefuseTwoPorts() {
    for (String host : List.of("127.0.0.1:1", "[::1]:1", ":1", "tls://a:1")) {
      Ran ran = run("client", host, "2");
      assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(ran.error())
          .startsWith("ticket: two ports: \"" + host + "\" and \"2\"; allowed: ");
    }
    for (String host : List.of("127.0.0.1", "127.0.0.1:1", "::1", "[::1]", "tls://127.0.0.1")) {
      // Nobody listens there.
      assertThat(run("client", host, "1").status()).isEqualTo(ExitStatus.UNREACHABLE);
    }
  }

  @Test
  void shouldRefuseTwoServers() {
    for (List<String> named : List.of(List.of("127.0.0.1"), List.of("127.0.0.1", "1"))) {
      List<String> line = new ArrayList<>(List.of("client", "--server", "b:2"));
      line.addAll(named);
      Ran ran = run(line.toArray(String[]::new));
      assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(ran.error())
          .isEqualTo(
              "ticket: two servers: \"127.0.0.1\" and --server \"b:2\"; allowed: one of them");
    }
  }
}
