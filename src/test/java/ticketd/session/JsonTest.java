package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** Section 5 of the protocol, member by member. Times are replaced by {@code <time>}. */
class JsonTest {
  private static final String TIME = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";

  @TempDir Path folder;
  private TestServer server;
  private LineClient ana;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    ana = server.connect();
    ana.status("LANG en");
    ana.status("FORMAT json");
    ana.status("IDENT Ana");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> ask(String request) {
    return ana.ask(request).stream().map(JsonTest::withoutTimes).toList();
  }

  private static String withoutTimes(String line) {
    return line.replaceAll(TIME, "\"<time>\"");
  }

  /** A ticket as LIST sends it, filed by Ana. */
  private static String ticket(String fields) {
    List<String> values = List.of(fields.split("\\|", -1));
    String closedAt = values.get(2).equals("closed") ? "'<time>'" : "null";
    return ("{'id':%s,'title':'%s','author':'Ana','status':'%s','resolution':%s,'priority':'%s',"
            + "'assignee':%s,'tags':[%s],'createdAt':'<time>','updatedAt':'<time>','version':%s,"
            + "'seq':%s,'comments':%s,'due':null,'rating':null,'escalated':false,"
            + "'closedAt':"
            + closedAt
            + "}")
        .formatted(values.toArray())
        .replace('\'', '"');
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void shouldAnswerFormatInJsonAlready() {
    LineClient client = server.connect();
    assertThat(client.ask("FORMAT json"))
        .singleElement()
        .satisfies(line -> assertThat(Json.object(line)).containsEntry("ok", true));
    assertThat(client.status("FORMAT text")).startsWith("[OK]");
    assertThat(client.status("PING")).isEqualTo("[OK] PONG");
  }

  @Test
  void shouldSendTheMembersOfEveryStatusLine() {
    assertThat(ask("IDENT Ana Lyse")).containsExactly(json("{'ok':true,'name':'Ana Lyse'}"));
    assertThat(ask("IDENT Ana")).containsExactly(json("{'ok':true,'name':'Ana'}"));
    assertThat(ask("SENDTICKET {\"title\":\"a\"}"))
        .containsExactly(json("{'ok':true,'id':1,'version':1,'seq':1}"));
    assertThat(ask("COMMENT 1 b"))
        .containsExactly(json("{'ok':true,'id':1,'version':2,'seq':2,'changed':true}"));
    assertThat(ask("ASSIGN 1 -"))
        .containsExactly(json("{'ok':true,'id':1,'version':2,'seq':2,'changed':false}"));
    assertThat(ask("TAKE 1"))
        .containsExactly(
            json("{'ok':true,'id':1,'version':3,'seq':3,'changed':true,'ticket':")
                + ticket("1|a|in-progress|null|normal|\"Ana\"||3|3|1")
                + "}");
    assertThat(ask("TAKE 1"))
        .containsExactly(
            json("{'ok':true,'id':1,'version':3,'seq':3,'changed':false,'ticket':")
                + ticket("1|a|in-progress|null|normal|\"Ana\"||3|3|1")
                + "}");
    for (String request :
        List.of(
            "STATUS 1 waiting",
            "PRIORITY 1 high",
            "TAG 1 +a",
            "EDIT 1 {\"title\":\"c\"}",
            "CLOSE 1",
            "REOPEN 1")) {
      assertThat(Json.object(ana.status(request)))
          .containsOnlyKeys("ok", "id", "version", "seq", "changed")
          .containsEntry("changed", true);
    }
    assertThat(ask("SHOW 1")).last().isEqualTo(json("{'ok':true}"));
    assertThat(ask("LIST")).last().isEqualTo(json("{'ok':true,'count':1}"));
    assertThat(ask("HISTORY 1")).last().isEqualTo(json("{'ok':true,'count':9}"));
    assertThat(ask("SHOW 2").get(0)).startsWith(json("{'ok':false,'code':'not-found','message':'"));
    assertThat(ask("UNWATCH")).containsExactly(json("{'ok':true}"));
    Map<String, Object> stats = ana.statusJson("STATS");
    long generation = Json.number(stats, "generation");
    assertThat(ask("WATCH"))
        .containsExactly(json("{'ok':true,'generation':" + generation + ",'seq':9}"));
    assertThat(ask("QUIT")).containsExactly(json("{'ok':true}"));
  }

  @Test
  void shouldSendTheStatisticsInCamelCase() {
    ana.status("SENDTICKET {\"title\":\"a\"}");
    ana.status("SENDTICKET {\"title\":\"b\"}");
    ana.status("SENDTICKET {\"title\":\"c\"}");
    ana.status("SENDTICKET {\"title\":\"d\"}");
    ana.status("STATUS 1 waiting");
    ana.status("CLOSE 2");
    ana.status("TAKE 3");
    ana.status("WATCH");
    assertThat(ana.statusJson("STATS"))
        .containsOnlyKeys(
            "ok",
            "tickets",
            "open",
            "inProgress",
            "waiting",
            "closed",
            "events",
            "generation",
            "store",
            "bytes",
            "sync",
            "connections",
            "watchers",
            "uptimeSeconds",
            "searchBehind")
        .containsEntry("tickets", 4L)
        .containsEntry("open", 1L)
        .containsEntry("inProgress", 1L)
        .containsEntry("waiting", 1L)
        .containsEntry("closed", 1L)
        .containsEntry("events", 7L)
        .containsEntry("store", folder.resolve("tickets").toString())
        .containsEntry("sync", "os")
        .containsEntry("connections", 1L)
        .containsEntry("watchers", 1L);
    assertThat(ana.ask("FORMAT text")).singleElement().asString().startsWith("[OK]");
    assertThat(ana.ask("STATS").stream().map(line -> line.replaceAll(": .*", "")).toList())
        .containsExactly(
            " tickets",
            " open",
            " in-progress",
            " waiting",
            " closed",
            " events",
            " generation",
            " store",
            " bytes",
            " sync",
            " connections",
            " watchers",
            " uptime-seconds",
            " search-behind",
            "[OK]");
  }

  @Test
  void shouldSendATicketWithItsTexts() {
    ana.status(
        "SENDTICKET {\"title\":\"é \\\"q\\\" \\\\\",\"description\":\"l1\\nl2\\t.\",\"priority\":\"urgent\","
            + "\"tags\":[\"b\",\"a\"],\"assignee\":\"Zoë\"}");
    ana.status("CLOSE 1 wont-fix trop \"cher\"");
    String fields = "1|é \\\"q\\\" \\\\|closed|\"wont-fix\"|urgent|\"Zoë\"|\"b\",\"a\"|2|2|1";
    assertThat(ask("LIST")).startsWith(ticket(fields));
    assertThat(ask("SHOW 1"))
        .containsExactly(
            ticket(fields)
                .replace("\"author\":\"Ana\"", "\"description\":\"l1\\nl2\\t.\",\"author\":\"Ana\"")
                .replace(
                    "\"comments\":1",
                    json(
                        "'comments':[{'n':1,'author':'Ana','text':'trop \\'cher\\'',"
                            + "'createdAt':'<time>'}],'commentCount':1"))
                .replaceAll("}$", json(",'links':[],'notes':[],'noteCount':0}")),
            json("{'ok':true}"));
  }

  @Test
  void shouldSendTheLastHundredComments() {
    ana.status("SENDTICKET {\"title\":\"a\"}");
    for (int i = 1; i <= 105; i++) {
      ana.status("COMMENT 1 c" + i);
    }
    Map<String, Object> shown = ana.askJson("SHOW 1").get(0);
    assertThat(shown).containsEntry("commentCount", 105L);
    List<Map<String, Object>> comments = Json.objects(shown, "comments");
    assertThat(comments).hasSize(100);
    assertThat(comments.get(0)).containsEntry("n", 6L);
    assertThat(comments.get(99)).containsEntry("text", "c105");
  }

  @Test
  void shouldSendEveryEventWithWhatItChanged() {
    ana.watch("WATCH");
    List<String> requests =
        List.of(
            "SENDTICKET {\"title\":\"a\",\"description\":\"b\"}",
            "COMMENT 1 {\"text\":\"l1\\nl2\"}",
            "TAKE 1",
            "ASSIGN 1 Bob",
            "STATUS 1 waiting",
            "CLOSE 1 invalid non",
            "REOPEN 1",
            "PRIORITY 1 low",
            "TAG 1 +x +y",
            "TAG 1 -x +z",
            "EDIT 1 {\"title\":\"c\",\"description\":\"d\",\"priority\":\"high\",\"assignee\":null,"
                + "\"tags\":[\"z\"],\"status\":\"closed\"}",
            "EDIT 1 {\"resolution\":\"duplicate\"}");
    requests.forEach(request -> assertThat(ana.outcome(request)).isEqualTo("OK"));
    List<String> expected =
        List.of(
            event("filed", 1, "", "", "1|a|open|null|normal|null||1|1|0"),
            event("commented", 2, "", "l1\\nl2", "1|a|open|null|normal|null||2|2|1"),
            event(
                "taken",
                3,
                "'status':['open','in-progress'],'assignee':[null,'Ana']",
                "",
                "1|a|in-progress|null|normal|\"Ana\"||3|3|1"),
            event(
                "assigned",
                4,
                "'assignee':['Ana','Bob']",
                "",
                "1|a|in-progress|null|normal|\"Bob\"||4|4|1"),
            event(
                "status",
                5,
                "'status':['in-progress','waiting']",
                "",
                "1|a|waiting|null|normal|\"Bob\"||5|5|1"),
            event(
                "closed",
                6,
                "'status':['waiting','closed'],'resolution':[null,'invalid']",
                "non",
                "1|a|closed|\"invalid\"|normal|\"Bob\"||6|6|2"),
            event(
                "reopened",
                7,
                "'status':['closed','open'],'resolution':['invalid',null]",
                "",
                "1|a|open|null|normal|\"Bob\"||7|7|2"),
            event(
                "prioritised",
                8,
                "'priority':['normal','low']",
                "",
                "1|a|open|null|low|\"Bob\"||8|8|2"),
            event(
                "tagged",
                9,
                "'tags':[[],['x','y']]",
                "",
                "1|a|open|null|low|\"Bob\"|\"x\",\"y\"|9|9|2"),
            event(
                "tagged",
                10,
                "'tags':[['x','y'],['y','z']]",
                "",
                "1|a|open|null|low|\"Bob\"|\"y\",\"z\"|10|10|2"),
            event(
                "edited",
                11,
                "'title':['a','c'],'description':['b','d'],'status':['open','closed'],"
                    + "'resolution':[null,'fixed'],'priority':['low','high'],"
                    + "'assignee':['Bob',null],'tags':[['y','z'],['z']]",
                "",
                "1|c|closed|\"fixed\"|high|null|\"z\"|11|11|2"),
            event(
                "edited",
                12,
                "'resolution':['fixed','duplicate']",
                "",
                "1|c|closed|\"duplicate\"|high|null|\"z\"|12|12|2"));
    List<String> events = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      events.add(withoutTimes(ana.event()));
    }
    assertThat(events).isEqualTo(expected.stream().map(JsonTest::matching).toList());
    LineClient reader = server.connect();
    reader.status("FORMAT json");
    List<String> history = reader.ask("HISTORY 1").stream().map(JsonTest::withoutTimes).toList();
    assertThat(history.subList(0, 12)).isEqualTo(expected);
  }

  /** An event as a watch shows it. */
  private static String matching(String event) {
    return event.substring(0, event.length() - 1) + ",\"matches\":true}";
  }

  private static String event(
      String name, long seq, String changes, String comment, String ticket) {
    return json("{'event':'%s','seq':%d,'id':1,'by':'Ana','at':'<time>',".formatted(name, seq))
        + (changes.isEmpty() ? "" : json("'changes':{" + changes + "},"))
        + (comment.isEmpty() ? "" : json("'comment':'" + comment + "',"))
        + json("'ticket':")
        + ticket(ticket)
        + "}";
  }

  @Test
  void shouldTellTimesInUtcWithMilliseconds() {
    Instant before = Instant.now().minusMillis(1);
    ana.status("SENDTICKET {\"title\":\"a\"}");
    Instant filed = Instant.parse(Json.value(ana.askJson("SHOW 1").get(0), "createdAt").toString());
    assertThat(filed).isBetween(before, Instant.now());
  }

  @Test
  void shouldSayThatAnAnswerIsARepeat() {
    String first = "@k SENDTICKET {\"title\":\"a\"}";
    assertThat(ask(first)).containsExactly(json("{'ok':true,'id':1,'version':1,'seq':1}"));
    ana.status("CLOSE 1");
    assertThat(ask(first))
        .containsExactly(json("{'ok':true,'id':1,'version':1,'seq':1,'duplicate':true}"));
    ask("@t TAKE NEXT");
    ana.status("SENDTICKET {\"title\":\"b\"}");
    assertThat(Json.object(ana.status("@t TAKE NEXT"))).containsEntry("changed", true);
    assertThat(Json.object(ana.status("@t TAKE NEXT")))
        .containsEntry("id", 2L)
        .containsEntry("changed", true)
        .containsEntry("duplicate", true)
        .containsKey("ticket");
  }
}
