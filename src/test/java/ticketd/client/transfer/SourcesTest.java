package ticketd.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ticketd.protocol.Json;
import ticketd.ticket.Identity;
import ticketd.ticket.Limits;

class SourcesTest {
  private static BufferedReader reader(String text) {
    return new BufferedReader(new StringReader(text), 64 * 1024);
  }

  private static List<Row> rows(String text) throws IOException {
    BufferedReader reader = reader(text);
    return all(SourceFormat.byLook(reader).read(reader));
  }

  private static SourceTicket ticket(String text) throws IOException {
    List<Row> rows = rows(text);
    assertThat(rows).hasSize(1);
    return ((Row.Read) rows.get(0)).ticket();
  }

  private static Json filed(SourceTicket ticket) {
    String line = Plan.of(ticket, "source").filing().line();
    return Json.parse(line.substring(line.indexOf('{')));
  }

  private static final String GH =
      "[{\"number\":7,\"title\":\"Crash\",\"body\":\"a\\r"
          + "\\n"
          + "b\",\"state\":\"CLOSED\","
          + "\"stateReason\":\"NOT_PLANNED\",\"author\":{\"login\":\"dependabot[bot]\"},\"labels\":[{\"name\":\"Good"
          + " First Issue\"},{\"name\":\"p1\"}],"
          + "\"assignees\":[{\"login\":\"ana\"},{\"login\":\"bob\"}],"
          + "\"comments\":[{\"author\":null,\"body\":\"hi\",\"createdAt\":\"2024-01-02T03:04:05Z\"},{\"author\":{\"login\":\"bob\"},\"body\":\""
          + " \\n"
          + "\",\"createdAt\":\"2024-01-02T03:04:05Z\"}],"
          + "\"createdAt\":\"2024-01-01T00:00:00Z\",\"closedAt\":\"2024-02-01T00:00:00Z\","
          + "\"url\":\"https://github.com/o/r/issues/7\"}]";

  @Test
  void shouldReadWhatGhWrites() throws IOException {
    SourceTicket ticket = ticket(GH);
    assertThat(filed(ticket).toString())
        .isEqualTo(
            "{\"title\":\"Crash\",\"description\":\"a\\nb\",\"author\":\"dependabot-bot-\","
                + "\"createdAt\":\"2024-01-01T00:00:00Z\",\"closedAt\":\"2024-02-01T00:00:00Z\","
                + "\"resolution\":\"wont-fix\",\"priority\":\"normal\","
                + "\"tags\":[\"good-first-issue\",\"p1\"],\"assignee\":\"ana\"}");
    Plan plan = Plan.of(ticket, Plan.keysOf("x"));
    assertThat(plan.told()).containsExactly(new Plan.Told(Plan.Loss.ASSIGNEES, "bob"));
    assertThat(plan.others()).hasSize(1);
    assertThat(plan.others().get(0).about(12))
        .startsWith(
            "@" + Plan.keysOf("x") + ".7.c1 COMMENT 12 {\"text\":\"hi\",\"author\":\"ghost\"");
    assertThat(Plan.withoutNumber(ticket.url())).isEqualTo("https://github.com/o/r/issues/");
  }

  @Test
  void shouldReadGhObjectsOneAfterTheOtherAndStopWhereTheyAreNone() throws IOException {
    assertThat(rows("{\"number\":1,\"title\":\"a\"}\n{\"number\":2,\"title\":\" \"}\n{oops"))
        .hasSize(3)
        .satisfies(rows -> assertThat(rows.get(0)).isInstanceOf(Row.Read.class))
        .satisfies(
            rows -> assertThat(rows.get(1)).isEqualTo(new Row.Unreadable(2, Row.Flaw.NO_TITLE, "")))
        .satisfies(
            rows -> assertThat(((Row.Unreadable) rows.get(2)).flaw()).isEqualTo(Row.Flaw.NOT_JSON));
    assertThat(ticket("[{\"title\":\"a\",\"state\":\"CLOSED\",\"stateReason\":\"DUPLICATE\"}]"))
        .satisfies(ticket -> assertThat(ticket.resolution()).contains("duplicate"))
        .satisfies(
            ticket ->
                assertThat(Plan.of(ticket, "k").others())
                    .containsExactly(new Plan.Step("k.row1.s", "CLOSE", "duplicate")));
  }

  @Test
  void shouldReadOurExport() throws IOException {
    String first =
        "{\"id\":3,\"title\":\"a\",\"author\":\"Ana\",\"status\":\"waiting\",\"resolution\":null,"
            + "\"priority\":\"high\",\"assignee\":\"Bob\",\"tags\":[\"x\"],"
            + "\"createdAt\":\"2026-11-01T00:00:00.000Z\",\"updatedAt\":\"2026-11-02T00:00:00.000Z\","
            + "\"version\":2,\"seq\":9,\"due\":\"2026-12-01T00:00:00.000Z\",\"description\":\"d\","
            + "\"comments\":[{\"n\":1,\"author\":\"Bob\",\"text\":\"c\",\"createdAt\":\"2026-11-02T00:00:00.000Z\"}],"
            + "\"links\":[{\"type\":\"blocks\",\"id\":4}]}";
    List<Row> rows = rows(first + "\n\nbroken\n" + first.replace("\"id\":3", "\"id\":4"));
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1)).isEqualTo(new Row.Unreadable(2, Row.Flaw.NOT_JSON, ""));
    SourceTicket ticket = ((Row.Read) rows.get(0)).ticket();
    assertThat(ticket.number()).isEqualTo("3");
    assertThat(ticket.links()).containsExactly(new SourceTicket.Link("blocks", "4"));
    assertThat(Plan.of(ticket, "k").others())
        .extracting(step -> step.about(1))
        .containsExactly(
            "@k.3.c1 COMMENT 1"
                + " {\"text\":\"c\",\"author\":\"Bob\",\"createdAt\":\"2026-11-02T00:00:00Z\"}",
            "@k.3.s STATUS 1 waiting");
    assertThat(filed(ticket).text("due")).isEqualTo("2026-12-01T00:00:00.000Z");
  }

  @Test
  void shouldKnowOurExportByItsMembersHoweverItIsWritten() throws IOException {
    String[] ways = {
      // Some members, as export --json title,status,… chooses them.
      "{\"title\":\"a\",\"status\":\"waiting\",\"priority\":\"high\",\"assignee\":\"Bob\"}",
      // Members in order, a comment that is longer than what is looked at.
      "{\"assignee\":\"Bob\",\"comments\":[{\"author\":\"Bob\",\"text\":\""
          + "x".repeat(Beginning.MOST)
          + "\"}],\"id\":3,\"priority\":\"high\",\"status\":\"waiting\",\"title\":\"a\"}",
      // On several lines, the same.
      "{\n  \"assignee\": \"Bob\",\n  \"comments\": [\""
          + "x".repeat(Beginning.MOST)
          + "\"],\n"
          + "  \"priority\": \"high\",\n  \"status\": \"waiting\",\n  \"title\": \"a\"\n}",
      "{\r\n \"title\": \"a\",\r\n \"status\": \"waiting\",\r\n \"priority\": \"high\",\r\n"
          + " \"assignee\": \"Bob\"\r\n}",
    };
    for (String object : ways) {
      for (String text :
          List.of(
              object + "\n" + object, "[" + object + "," + object + "]", "\n[\n" + object + "]")) {
        BufferedReader said = reader(text);
        for (List<Row> rows : List.of(rows(text), all(SourceFormat.EXPORT.read(said)))) {
          assertThat(rows)
              .as(text)
              .hasSize(text.startsWith("\n") ? 1 : 2)
              .allSatisfy(
                  row -> {
                    SourceTicket ticket = ((Row.Read) row).ticket();
                    assertThat(ticket.status()).isEqualTo("waiting");
                    assertThat(ticket.priority()).isEqualTo("high");
                    assertThat(ticket.assignees()).containsExactly("Bob");
                  });
        }
      }
    }
    assertThat(ticket("{\"id\":3,\"title\":\"a\"}").number()).isEqualTo("3");
    assertThat(ticket("{\"title\":\"a\",\"author\":\"Ana\"}").author()).isEqualTo("Ana");
    assertThat(rows("{\"id\":3,\"status\n{\"title\":\"a\",\"status\":\"open\"}"))
        .as("a line broken off leaves the next as it is")
        .hasSize(2);
  }

  @Test
  void shouldKnowIssuesOfGhByTheirMembers() throws IOException {
    assertThat(ticket("{\"state\":\"CLOSED\",\"status\":\"open\",\"title\":\"a\"}").status())
        .isEqualTo("closed");
    assertThat(ticket("[{\"author\":{\"login\":\"ana\"},\"id\":\"I_k\",\"title\":\"a\"}]").author())
        .isEqualTo("ana");
    assertThat(ticket("{\n\"assignees\":[{\"login\":\"ana\"}],\"title\":\"a\"}").assignees())
        .containsExactly("ana");
  }

  @Test
  void shouldReadCsvInAnyOrderOfColumnsWithLineBreaksInQuotes() throws IOException {
    String csv =
        String.join(
            "\r\n",
            "\uFEFFStatut;Titre;Description;Clé;Auteur;Créé le;Key",
            "en cours;\"a \"\"b\"\"; c\";\"un\r\ndeux\";;Zoé;2026-11-01;PROJ-1",
            "",
            "ouvert;x;y;;Zoé;01/11/2026;PROJ-2",
            "ouvert;x;y",
            "flou;x;y;;;;PROJ-4",
            "ouvert;x;\"y");
    List<Row> rows = rows(csv);
    assertThat(rows).hasSize(5);
    SourceTicket first = ((Row.Read) rows.get(0)).ticket();
    assertThat(first.title()).isEqualTo("a \"b\"; c");
    assertThat(first.description()).isEqualTo("un\r\ndeux");
    assertThat(first.number()).isEqualTo("PROJ-1");
    assertThat(first.status()).isEqualTo("in-progress");
    assertThat(first.createdAt()).isPresent();
    assertThat(((Row.Read) rows.get(1)).ticket().createdAt()).isEqualTo(first.createdAt());
    assertThat(rows.subList(2, 5))
        .containsExactly(
            new Row.Unreadable(3, Row.Flaw.TOO_FEW_COLUMNS, "3/7"),
            new Row.Unreadable(4, Row.Flaw.NO_STATUS, "flou"),
            new Row.Unreadable(5, Row.Flaw.QUOTE_UNFINISHED, ""));
    assertThat(ticket("labels\ttitle\nBug, UI\tt\n").tags()).containsExactly("Bug", "UI");
    assertThat(ticket("title,closed,created,status\nt,2026-02-01T10:00:00+02:00,2026-01-01,Done"))
        .satisfies(
            ticket ->
                assertThat(ticket.closedAt()).contains(Instant.parse("2026-02-01T08:00:00Z")));
    assertThatThrownBy(() -> rows("a,b\n1,2\n")).isInstanceOf(NoTitleColumnException.class);
  }

  @Test
  void shouldTakeForClosedWhatHasAClosingDateAndNoStatus() throws IOException {
    for (String text :
        List.of(
            "title,created,closed\na,2026-01-01T00:00Z,2026-02-01T00:00Z",
            "title,created,closed,status\na,2026-01-01T00:00Z,2026-02-01T00:00Z,",
            "{\"title\":\"a\",\"createdAt\":\"2026-01-01T00:00Z\",\"closedAt\":\"2026-02-01T00:00Z\"}",
            "{\"title\":\"a\",\"createdAt\":\"2026-01-01T00:00Z\",\"closedAt\":\"2026-02-01T00:00Z\","
                + "\"seq\":3}")) {
      Plan plan = Plan.of(ticket(text), "k");
      assertThat(filed(ticket(text)).text("closedAt")).as(text).isEqualTo("2026-02-01T00:00:00Z");
      assertThat(plan.others()).as(text).isEmpty();
      assertThat(plan.told()).as(text).isEmpty();
    }
    assertThat(ticket("{\"number\":1,\"title\":\"a\",\"closed\":true}").status())
        .isEqualTo("closed");
  }

  @Test
  void shouldTellAClosingDateOfWhatIsNotClosed() throws IOException {
    for (String text :
        List.of(
            "title,created,closed,status\na,2026-01-01T00:00Z,2026-02-01T00:00Z,waiting",
            "{\"title\":\"a\",\"createdAt\":\"2026-01-01T00:00Z\",\"closedAt\":\"2026-02-01T00:00Z\","
                + "\"state\":\"OPEN\"}",
            "{\"title\":\"a\",\"createdAt\":\"2026-01-01T00:00Z\",\"closedAt\":\"2026-02-01T00:00Z\","
                + "\"status\":\"open\"}")) {
      assertThat(filed(ticket(text)).has("closedAt")).as(text).isFalse();
      assertThat(Plan.of(ticket(text), "k").told())
          .as(text)
          .containsExactly(new Plan.Told(Plan.Loss.CLOSING, "2026-02-01T00:00:00Z"));
    }
  }

  @Test
  void shouldKeepAClosingDateWhereThereIsNoneOfFiling() throws IOException {
    for (String text :
        List.of(
            "title,closed\na,2026-02-01T00:00Z",
            "title,status,updated\na,closed,2026-02-01T00:00Z",
            "{\"number\":1,\"title\":\"a\",\"closedAt\":\"2026-02-01T00:00Z\"}",
            "{\"title\":\"a\",\"status\":\"closed\",\"closedAt\":\"2026-02-01T00:00Z\"}")) {
      Json filed = filed(ticket(text));
      assertThat(filed.text("closedAt")).as(text).isEqualTo("2026-02-01T00:00:00Z");
      assertThat(filed.text("createdAt")).as(text).isEqualTo("2026-02-01T00:00:00Z");
      assertThat(Plan.of(ticket(text), "k").others()).as(text).isEmpty();
    }
  }

  @Test
  void shouldCutTagsAtBlanksOnlyWhereNothingElseCutsThem() throws IOException {
    assertThat(filed(ticket("title,tags\na,\"Web UI,x\"")).texts("tags"))
        .containsExactly("web-ui", "x");
    assertThat(filed(ticket("title,tags\na,Web UI; x")).texts("tags"))
        .containsExactly("web-ui", "x");
    assertThat(filed(ticket("title,tags,tag\na,Web  UI,\"one two,x\"")).texts("tags"))
        .containsExactly("web", "ui", "one-two", "x");
  }

  @Test
  void shouldLeaveOutWhatSaysAStatusAPriorityOrAResolutionThatIsNotUnderstood() throws IOException {
    assertThat(
            rows(
                """
                title,status,priority,resolution
                a,open,Medium,Unresolved
                b,open,P7,
                c,closed,Moyenne,Won’t Fix
                d,closed,,Forgotten
                e,open,,Forgotten
                f,flou,,
                """))
        .satisfies(
            rows -> assertThat(((Row.Read) rows.get(0)).ticket().priority()).isEqualTo("normal"),
            rows ->
                assertThat(rows.get(1))
                    .isEqualTo(new Row.Unreadable(2, Row.Flaw.NO_PRIORITY, "P7")),
            rows -> assertThat(((Row.Read) rows.get(2)).ticket().resolution()).contains("wont-fix"),
            rows ->
                assertThat(rows.get(3))
                    .isEqualTo(new Row.Unreadable(4, Row.Flaw.NO_RESOLUTION, "Forgotten")),
            rows -> assertThat(rows.get(4)).isInstanceOf(Row.Read.class),
            rows ->
                assertThat(rows.get(5))
                    .isEqualTo(new Row.Unreadable(6, Row.Flaw.NO_STATUS, "flou")));
    assertThat(
            rows(
                "[{\"title\":\"a\",\"state\":\"MERGED\"},"
                    + "{\"title\":\"b\",\"state\":\"CLOSED\",\"stateReason\":\"SOLD\"},"
                    + "{\"title\":\"c\",\"state\":\"OPEN\",\"stateReason\":\"REOPENED\"}]"))
        .hasSize(3)
        .contains(
            new Row.Unreadable(1, Row.Flaw.NO_STATUS, "MERGED"),
            new Row.Unreadable(2, Row.Flaw.NO_RESOLUTION, "SOLD"));
    assertThat(
            rows(
                """
                {"id":1,"title":"a","status":"merged"}
                {"id":2,"title":"b","status":"open","priority":"P7"}
                {"id":3,"title":"c","status":"closed","resolution":"sold"}
                {"id":4,"title":"d"}
                """))
        .hasSize(4)
        .contains(
            new Row.Unreadable(1, Row.Flaw.NO_STATUS, "merged"),
            new Row.Unreadable(2, Row.Flaw.NO_PRIORITY, "P7"),
            new Row.Unreadable(3, Row.Flaw.NO_RESOLUTION, "sold"));
  }

  @Test
  void shouldReadAFirstLineOfCsvAsLongAsItsLimitAndNoLongerOne() throws IOException {
    String names = "title," + "n".repeat(Beginning.MOST - 6);
    assertThat(rows(names + "\n")).isEmpty();
    assertThat(rows(names + "\r\nx,y\n")).hasSize(1);
    for (String longer :
        List.of("n\n", "n", "n".repeat(1 << 20) + "\n", "\"" + "\n".repeat(1 << 20))) {
      assertThatThrownBy(() -> rows(names + longer))
          .isInstanceOfSatisfying(
              RowTooLongException.class, e -> assertThat(e.limit()).isEqualTo(Beginning.MOST));
    }
  }

  @Test
  void shouldEndAtARowThatAQuotationMarkMakesTooLong() throws IOException {
    List<Row> rows = rows("title\na\n\"b\n" + "x\n".repeat(9 << 20));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1)).isEqualTo(new Row.Unreadable(2, Row.Flaw.TOO_LONG, "16777216"));
  }

  private static List<Row> all(Source source) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Optional<Row> row = source.next(); row.isPresent(); row = source.next()) {
      rows.add(row.get());
    }
    return rows;
  }

  @Test
  void shouldLeaveOutALineThatIsTooLongAndReadOnBehindIt() throws IOException {
    String fits = "{\"title\":\"ab\"}";
    String longer = "{\"title\":\"abc\"}";
    String endless = "{\"title\":\"" + "x".repeat(200_000) + "\"}";
    String text = String.join("\n", fits, longer, "", endless + "\r", fits, endless);
    List<Row> rows = all(new LineSource(reader(text), fits.length(), ExportedTicket::row));
    assertThat(rows).hasSize(5);
    for (int i : List.of(1, 2, 4)) {
      assertThat(rows.get(i)).isEqualTo(new Row.Unreadable(i + 1, Row.Flaw.LINE_TOO_LONG, "14"));
    }
    for (int i : List.of(0, 3)) {
      assertThat(((Row.Read) rows.get(i)).ticket().title()).isEqualTo("ab");
    }
  }

  @Test
  void shouldKeepOfALineNoMoreThanTellsThatItIsTooLong() {
    BoundedRows rows = new BoundedRows(reader("abc\nabcd\r\n" + "x".repeat(200_000) + "\nab"), 3);
    assertThat(new BufferedReader(rows).lines()).containsExactly("abc", "abcd", "xxxx", "ab");
  }

  @Test
  void shouldEndAtAnObjectThatIsTooLong() throws IOException {
    String fits = "{\"title\":\"" + "x".repeat(200_000) + "\"}";
    // Of many parts, each of which would do.
    String longer = "{\"title\":\"y\",\"labels\":[" + "0,".repeat(200_000) + "0]}";
    String text = "[" + String.join(",", fits, fits, longer, fits) + "]";
    List<Row> rows = all(new ObjectSource(reader(text), fits.length(), GhIssue::row));
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1)).isInstanceOf(Row.Read.class);
    assertThat(rows.get(2))
        .isEqualTo(new Row.Unreadable(3, Row.Flaw.OBJECT_TOO_LONG, String.valueOf(fits.length())));
  }

  @Test
  void shouldNameColumnsShortlyWhereNoneIsATitle() {
    String smileys = "\uD83D\uDE00".repeat(60);
    assertThatThrownBy(() -> rows("a" + smileys + ",b\n"))
        .isInstanceOf(NoTitleColumnException.class)
        .hasMessage("a" + "\uD83D\uDE00".repeat(47) + "…, b");
    assertThatThrownBy(() -> rows("c,".repeat(29) + "c\n")).hasMessage("c, ".repeat(29) + "c");
    assertThatThrownBy(() -> rows("c,".repeat(30) + "c\n")).hasMessage("c, ".repeat(30) + "…");
  }

  @Test
  void shouldFindNothingInATextWithoutAny() throws IOException {
    for (String nothing :
        List.of("", "\n", " \r\n\r\n", "\uFEFF", "\uFEFF\n", "[]", "title,body\n")) {
      assertThat(rows(nothing)).as(nothing).isEmpty();
      for (SourceFormat format : SourceFormat.values()) {
        if (nothing.isBlank()) {
          assertThat(format.read(reader(nothing)).next()).as(format + nothing).isEmpty();
        }
      }
    }
    assertThat(ticket("\uFEFF" + GH).title()).isEqualTo("Crash");
    assertThat(ticket(" \n\r\nid;title\n1;a,b\n").title()).as("behind nothing").isEqualTo("a,b");
  }

  @Test
  void shouldMakeNamesAndTagsAcceptable() {
    for (String name : List.of("", "[]", "me", "NEXT", "ticketd", "a/b", "x".repeat(99), "@ana")) {
      assertThat(Identity.of(Acceptable.name(name))).as(name).isPresent();
    }
    assertThat(Acceptable.name("")).isEqualTo("ghost");
    assertThat(Acceptable.name("Jules Martin")).isEqualTo("Jules Martin");
    assertThat(Acceptable.name("a/b")).isEqualTo("a-b");
    assertThat(Acceptable.tag("Type: Bug")).isEqualTo("type--bug");
    assertThat(Acceptable.tag("✨")).isEmpty();
    assertThat(Limits.isTag(Acceptable.tag("a".repeat(50)))).isTrue();
  }

  @Test
  void shouldLetATextThatIsTooLongGoOnInComments() throws IOException {
    String line = "é".repeat(1_000) + "\n";
    String text = line.repeat(40);
    List<String> parts = Acceptable.parts(text);
    assertThat(parts).hasSize(3).allMatch(Limits::isTextLength);
    assertThat(String.join("\n", parts)).isEqualTo(text);
    assertThat(Acceptable.parts("é".repeat(20_000)))
        .hasSize(2)
        .allMatch(Limits::isTextLength)
        .satisfies(cut -> assertThat(String.join("", cut)).hasSize(20_000));

    String title = "t".repeat(300);
    Plan plan = Plan.of(ticket("title,body\n" + title + ",\"" + text + "\""), "k");
    assertThat(plan.others()).hasSize(2).allMatch(step -> step.verb().equals("COMMENT"));
    assertThat(plan.told()).hasSize(1);
    assertThat(plan.filing().line()).contains(title);
  }

  @Test
  void shouldTellTagsThatAreTooMany() throws IOException {
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i < 18; i++) {
      tags.append("t").append(i).append(',');
    }
    Plan plan = Plan.of(ticket("title,tags\nx,\"" + tags + "\""), "k");
    assertThat(plan.told()).containsExactly(new Plan.Told(Plan.Loss.TAGS, "t16, t17"));
    assertThat(filed(ticket("title,tags\nx,\"" + tags + "\"")).texts("tags")).hasSize(16);
  }
}
