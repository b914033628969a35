package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

@Timeout(120)
class ImportCommandTest {
  @TempDir static Path store;
  @TempDir static Path other;
  @TempDir Path folder;
  private static TestServer server;
  private static TestServer copy;
  private Commanded commands;

  @BeforeAll
  static void start() {
    server = TestServer.start(store);
    copy = TestServer.start(other);
  }

  @AfterAll
  static void stop() {
    server.close();
    copy.close();
  }

  @BeforeEach
  void begin() {
    commands = new Commanded(server);
  }

  private List<Json> listed(String tag) {
    return commands
        .run("list", "--json", "-l", tag, "-s", "all", "-L", "9999", "sort:id")
        .output()
        .stream()
        .map(Json::parse)
        .toList();
  }

  /** A thousand issues as gh writes them, every third closed, every fifth with a comment. */
  private static String issues(int count) {
    List<String> issues = new ArrayList<>();
    for (int i = count; i > 0; i--) {
      boolean closed = i % 3 == 0;
      issues.add(
          "{\"number\":"
              + i
              + ",\"title\":\"Issue "
              + i
              + "\",\"body\":\"line\\r\\nline\",\"state\":\""
              + (closed ? "CLOSED" : "OPEN")
              + "\",\"stateReason\":\""
              + (closed ? "COMPLETED" : "")
              + "\",\"author\":{\"login\":\"user"
              + i % 7
              + "\"},\"labels\":[{\"name\":\"Gh Import\"}],\"assignees\":[],\"comments\":["
              + (i % 5 == 0
                  ? "{\"author\":{\"login\":\"bob\"},\"body\":\"c\",\"createdAt\":\"2024-03-01T00:00:00Z\"}"
                  : "")
              + "],\"createdAt\":\"2024-01-01T00:00:00Z\",\"closedAt\":"
              + (closed ? "\"2024-02-01T00:00:00Z\"" : "null")
              + ",\"url\":\"https://github.com/o/r/issues/"
              + i
              + "\"}");
    }
    return "[" + String.join(",\n", issues) + "]";
  }

  @Test
  void shouldImportAThousandIssuesOnceHoweverOften() throws IOException {
    Path part = Files.writeString(folder.resolve("part.json"), issues(400));
    Path all = Files.writeString(folder.resolve("all.json"), issues(1_000));
    assertThat(commands.run("import", part.toString(), "--json").line())
        .isEqualTo("{\"imported\":400,\"skipped\":0,\"left\":[]}");
    assertThat(commands.run("import", all.toString()).line())
        .isEqualTo("imported 600, there already 400, left out 0");
    assertThat(commands.run("import", all.toString(), "--json").line())
        .isEqualTo("{\"imported\":0,\"skipped\":1000,\"left\":[]}");

    List<Json> tickets = listed("gh-import");
    assertThat(tickets).hasSize(1_000);
    assertThat(tickets).extracting(ticket -> ticket.text("title")).doesNotHaveDuplicates();
    Json closed =
        tickets.stream().filter(t -> t.text("title").equals("Issue 15")).findAny().orElseThrow();
    assertThat(closed.text("author")).isEqualTo("user1");
    assertThat(closed.text("createdAt")).isEqualTo("2024-01-01T00:00:00.000Z");
    assertThat(closed.text("closedAt")).isEqualTo("2024-02-01T00:00:00.000Z");
    assertThat(closed.text("resolution")).isEqualTo("fixed");
    Json comment = commands.ticket(closed.text("id")).objects("comments").get(0);
    assertThat(comment.text("author")).isEqualTo("bob");
    assertThat(comment.text("createdAt")).isEqualTo("2024-03-01T00:00:00.000Z");
  }

  @Test
  void shouldImportCsvAndTellEachRowThatIsLeftOut() throws IOException {
    String csv =
        """
        state;labels;title;body;author;created
        open;csv;One;"a
        b";;2026-01-01
        closed;csv;Two;;"Ana Maria";2026-01-02
        open;csv;;;;
        open;csv;Late;;;2999-01-01
        waiting;csv;Five;;;
        """;
    Ran ran = commands.runWith(csv, "import", "-", "--source", "desk", "--json");
    assertThat(ran.status()).isEqualTo(1);
    Json result = Json.parse(ran.line());
    assertThat(result.number("imported")).isEqualTo(3);
    assertThat(result.objects("left"))
        .extracting(left -> left.number("row"))
        .containsExactly(3L, 4L);
    assertThat(result.objects("left").get(0).text("why")).isEqualTo("it has no title");
    assertThat(result.objects("left").get(1).text("why")).startsWith("bad-request: ");

    assertThat(listed("csv"))
        .extracting(t -> t.text("title") + "/" + t.text("author") + "/" + t.text("status"))
        .containsExactly("One/ghost/open", "Two/Ana Maria/closed", "Five/ghost/waiting");
    assertThat(commands.runWith(csv, "import", "-", "--source", "desk").output())
        .containsExactly("imported 0, there already 3, left out 2");
    assertThat(commands.runWith("a,b\n1,2\n", "import", "-").error()).contains("a, b");
    assertThat(commands.run("import", folder + "/none").error()).contains("no such file");
    assertThat(commands.run("import", "-", "--format", "xml").error()).contains("export, gh, csv");
  }

  @Test
  void shouldNameSourcesApartWhereTwoFilesHaveOneName() throws IOException {
    Path first = Files.createDirectory(folder.resolve("d1")).resolve("same.csv");
    Path second = Files.createDirectory(folder.resolve("d2")).resolve("same.csv");
    Files.writeString(first, "id,title\n1,a\n2,b\n3,c\n");
    Files.writeString(second, "id,title,tags\n1,d,t\n2,\" \",\n3,e,✨\n4,f,✨\n5,g,\n1,h,\n");
    assertThat(commands.run("import", first.toString()).line()).startsWith("imported 3,");

    Ran ran = commands.run("import", second.toString(), "--json");
    List<Json> left = Json.parse(ran.output().get(0)).objects("left");
    assertThat(left).extracting(row -> row.number("row")).containsExactly(1L, 2L, 3L, 6L);
    assertThat(left.get(0).text("why")).startsWith("conflict: ").contains("--source NAME");
    assertThat(left.get(1).text("why")).doesNotContain("--source");
    assertThat(commands.run("import", second.toString(), "--source", "d2").errors())
        .satisfiesExactly(
            line -> assertThat(line).contains("row 2: "),
            line -> assertThat(line).contains("row 3: "),
            line -> assertThat(line).contains("row 4: "),
            line -> assertThat(line).contains("row 6: "));
  }

  @Test
  void shouldShowExamplesOfWhichNoLineIsCut() {
    List<String> help = commands.run("import", "--help").output();
    assertThat(help).contains("  gh issue list -s all -L 5000 --json $F > issues.json");
    // Picocli lays out no narrower text than of 55 columns.
    assertThat(help).filteredOn(line -> line.contains("F=")).hasSize(3);
    assertThat(help)
        .filteredOn(line -> line.contains("F=") || line.contains("$F"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(55));
  }

  @Test
  void shouldTakeAnEmptySourceForOneOfNoTickets() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(commands.run("import", empty.toString(), "--json").line())
        .isEqualTo("{\"imported\":0,\"skipped\":0,\"left\":[]}");
    assertThat(commands.runWith("", "import", "-", "--format", "csv").line())
        .isEqualTo("imported 0, there already 0, left out 0");
  }

  @Test
  void shouldNameWhatItCannotRead() throws IOException {
    Path wide = Files.writeString(folder.resolve("wide.csv"), "title," + "x".repeat(70_000));
    Ran ran = commands.run("import", wide.toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.error())
        .isEqualTo(
            "ticket: "
                + wide
                + ", line 1: longer than 65536 characters; a CSV names its columns in its first"
                + " line");
    assertThat(commands.runWith("x".repeat(70_000), "import", "-").error())
        .startsWith("ticket: standard input, line 1: longer than 65536 characters");

    Ran unreadable = commands.run("import", folder.toString());
    assertThat(unreadable.status()).isEqualTo(1);
    assertThat(unreadable.error())
        .isEqualTo("ticket: " + folder + " cannot be read: it is a directory")
        .isEqualTo(commands.run("create", "-t", "x", "-F", folder.toString()).error());
  }

  @Test
  void shouldBringAnExportToAnotherDeskAsItWas() throws IOException {
    Commanded there = new Commanded(copy);
    String a = commands.file("moved", "-l", "moved", "-p", "high", "-a", "Ana", "-b", "text");
    String b = commands.file("moved", "-l", "moved", "--due", "2026-12-01T00:00Z");
    commands.run("comment", a, "one");
    commands.run("note", a, "internal");
    commands.run("link", a, "blocks", b);
    commands.run("link", b, "relates", a);
    commands.run("status", b, "waiting");
    there.file("not at the same numbers");
    there.file("not at the same numbers");
    there.file("not at the same numbers");
    List<String> lines = commands.run("export", "tag:moved").output();
    assertThat(lines).hasSize(2);
    Path export = Files.write(folder.resolve("export.jsonl"), lines);
    assertThat(there.run("import", export.toString()).line())
        .isEqualTo("imported 2, there already 0, left out 0");

    List<Json> moved = there.run("export", "tag:moved").output().stream().map(Json::parse).toList();
    Json first = moved.get(0);
    Json source = Json.parse(lines.get(0));
    for (String member :
        List.of("title", "author", "priority", "assignee", "createdAt", "status", "description")) {
      assertThat(first.text(member)).as(member).isEqualTo(source.text(member));
    }
    assertThat(first.objects("comments").get(0).text("createdAt"))
        .isEqualTo(source.objects("comments").get(0).text("createdAt"));
    assertThat(first.objects("notes").get(0).text("text")).isEqualTo("internal");
    assertThat(first.objects("links"))
        .extracting(link -> link.text("type") + " " + link.text("id"))
        .containsExactlyInAnyOrder(
            "blocks " + moved.get(1).text("id"), "relates " + moved.get(1).text("id"));
    assertThat(moved.get(1).text("status")).isEqualTo("waiting");
    assertThat(moved.get(1).text("due")).isEqualTo("2026-12-01T00:00:00.000Z");
  }
}
