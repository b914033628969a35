package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.TestServer.Setup;
import ticketd.wire.Verb;

/**
 * Each verb through both doors of one server: the same request, as a line and over HTTP, on two
 * tickets alike, is answered alike and leaves them alike; on one ticket, with one key, it is
 * carried out once.
 */
class DoorsTest {
  /** What neither ticket has in common with the other. */
  private static final Set<String> OWN =
      Set.of("id", "seq", "createdAt", "updatedAt", "closedAt", "at");

  /** A line, the request that says the same, its body. {@code {id}} is the ticket's number. */
  private static final String GOOD =
      """
      SENDTICKET {"title":"a"} | POST /tickets | {"title":"a"}
      SENDTICKET {"title":" a ","description":"b\\nc","priority":"high","tags":["x","y","x"],"assignee":"me"} | POST /tickets?priority=high&tags=x,y,x&assignee=me | ` a \\n\\nb\\nc`
      SENDTICKET {"title":"a+b%20c & d","assignee":null} | POST /tickets | {"title":"a+b%20c & d","assignee":null}
      COMMENT {id} Vu. | POST /tickets/{id}/comments | Vu.
      COMMENT {id} {"text":"a\\nb"} | POST /tickets/{id}/comments | `a\\nb`
      COMMENT {id} {"text":"a\\r\\nb"} | POST /tickets/{id}/comments | {"text":"a\\r\\nb"}
      TAKE {id} | POST /tickets/{id}/take | ``
      TAKE #{id} | POST /tickets/%23{id}/take | {}
      TAKE NEXT id:{id} | POST /take-next?q=id:{id} | ``
      ASSIGN {id} Bob Martin | PUT /tickets/{id}/assignee | Bob Martin
      ASSIGN {id} me | PUT /tickets/{id}/assignee | {"assignee":"me"}
      ASSIGN {id} - | PUT /tickets/{id}/assignee | {"assignee":null}
      ASSIGN {id} - | PUT /tickets/{id}/assignee | null
      STATUS {id} waiting | PUT /tickets/{id}/status | waiting
      STATUS {id} closed | PUT /tickets/{id}/status | {"status":"closed"}
      STATUS {id} open | PUT /tickets/{id}/status | open
      CLOSE {id} | POST /tickets/{id}/close | ``
      CLOSE {id} invalid not a bug | POST /tickets/{id}/close | {"resolution":"invalid","text":"not a bug"}
      CLOSE {id} duplicate #1 seen | POST /tickets/{id}/close | {"resolution":"duplicate","duplicateOf":1,"text":"seen"}
      CLOSE {id} duplicate #1 | POST /tickets/{id}/close | {"duplicateOf":"#1"}
      CLOSE {id} wont-fix | POST /tickets/{id}/close | wont-fix
      CLOSE {id}; REOPEN {id} | POST /tickets/{id}/reopen | ``
      PRIORITY {id} urgent | PUT /tickets/{id}/priority | urgent
      PRIORITY {id} low | PUT /tickets/{id}/priority | {"priority":"low"}
      DUE {id} 2026-12-01T17:30Z | PUT /tickets/{id}/due | 2026-12-01T17:30Z
      DUE {id} {"due":"2026-12-01"} | PUT /tickets/{id}/due | {"due":"2026-12-01"}
      DUE {id} 2026-12-01; DUE {id} - | PUT /tickets/{id}/due | null
      SENDTICKET {"title":"a","due":"2026-12-01"} | POST /tickets?due=2026-12-01 | a
      EDIT {id} {"due":"2026-12-01","priority":"low"} | PATCH /tickets/{id} | {"due":"2026-12-01","priority":"low"}
      DUE {id} 2026-12-01; LIST id:{id} due:2026-12-01 is:open | GET /tickets?q=id:{id}+due:2026-12-01+is:open | ``
      NOTE {id} Vu. | POST /tickets/{id}/notes | Vu.
      NOTE {id} Vu.; SHOW {id} | GET /tickets/{id} | ``
      LINK {id} blocks 1 | POST /tickets/{id}/links | {"type":"blocks","id":1}
      LINK {id} relates 1; UNLINK {id} 1 | DELETE /tickets/{id}/links/1 | ``
      CLOSE {id}; RATE {id} 5 4 5 super | PUT /tickets/{id}/rating | {"responsiveness":5,"competence":4,"satisfaction":5,"text":"super"}
      CLOSE {id}; RATE {id} 3 | PUT /tickets/{id}/rating | 3
      CLOSE {id}; RATE {id} 5 4 3 | PUT /tickets/{id}/rating | 5 4 3
      SENDTICKET {"title":"a","author":"Bob","createdAt":"2020-01-01T10:00:00Z","closedAt":"2020-01-02T10:00:00Z","resolution":"invalid"} | POST /tickets | {"title":"a","author":"Bob","createdAt":"2020-01-01T10:00:00Z","closedAt":"2020-01-02T10:00:00Z","resolution":"invalid"}
      COMMENT {id} {"text":"x","author":"Bob","createdAt":"2020-01-01T10:00:00Z"}; SHOW {id} | GET /tickets/{id} | ``
      LIST id:{id} -is:blocked rated:- link:1 | GET /tickets?q=id:{id}+-is:blocked+rated:-+link:1 | ``
      TAG {id} +a +b -c | POST /tickets/{id}/tags | {"remove":["c"],"add":["a","b"]}
      EDIT {id} {"title":"b","description":"c","tags":["z"],"status":"closed"} | PATCH /tickets/{id} | {"title":"b","description":"c","tags":["z"],"status":"closed"}
      EDIT {id} {"assignee":null,"version":1} | PATCH /tickets/{id} | {"assignee":null,"version":1}
      EDIT {id} {} | PATCH /tickets/{id} | {}
      LIST id:{id} | GET /tickets?q=id:{id} | ``
      LIST id:{id} sort:-updated limit:3 | GET /tickets?q=id:{id}+sort:-updated+limit:3 | ``
      LIST id:{id} "nothing such" | GET /tickets?q=id:{id}+%22nothing+such%22 | ``
      SHOW {id} | GET /tickets/{id} | ``
      COMMENT {id} Vu.; SHOW {id} | GET /tickets/{id} | ``
      HISTORY {id} | GET /tickets/{id}/history | ``
      COMMENT {id} Vu.; CLOSE {id}; HISTORY {id} after:1 limit:1 | GET /tickets/{id}/history?after=1&limit=1 | ``
      REPORT 2026-01-01..2026-01-31 by:week id:{id} | GET /report?range=2026-01-01..2026-01-31&by=week&q=id:{id} | ``
      REPORT today..today by:priority id:{id} | GET /report?range=today&by=priority&q=id:{id} | ``
      REPORT 7d.. a..b | GET /report?range=7d&q=a..b | ``
      TAKE {id}; CLOSE {id}; REPORT by:priority id:{id} | GET /report?by=priority&q=id:{id} | ``
      STATS | GET /stats | ``
      """;

  /** The same of requests that are refused; from nobody where the line begins with an {@code !}. */
  private static final String BAD =
      """
      SENDTICKET {} | POST /tickets | {}
      SENDTICKET {"title":" \\u200B"} | POST /tickets | {"title":" \\u200B"}
      SENDTICKET {"titel":"x"} | POST /tickets | {"titel":"x"}
      SENDTICKET {"title":"x","title":"y"} | POST /tickets | {"title":"x","title":"y"}
      SENDTICKET {"title":"x" | POST /tickets | {"title":"x"
      SENDTICKET {"title":7} | POST /tickets | {"title":7}
      SENDTICKET {"title":"x"} y | POST /tickets | {"title":"x"} y
      SENDTICKET {"title":"x","tags":["A"]} | POST /tickets | {"title":"x","tags":["A"]}
      SENDTICKET {"title":"x","priority":"hot"} | POST /tickets?priority=hot | x
      SENDTICKET {"title":"x","assignee":"next"} | POST /tickets?assignee=next | x
      SENDTICKET {"title":"\\u202E"} | POST /tickets | {"title":"\\u202E"}
      SENDTICKET {"title":"a\\tb"} | POST /tickets | {"title":"a\\tb"}
      !SENDTICKET {"title":"x"} | POST /tickets | x
      !SENDTICKET {"title":""} | POST /tickets | {"title":""}
      !SENDTICKET {"title":"\\u0000"} | POST /tickets | {"title":"\\u0000"}
      COMMENT 999999 Vu. | POST /tickets/999999/comments | Vu.
      COMMENT 99999999999999999999 Vu. | POST /tickets/99999999999999999999/comments | Vu.
      COMMENT 0 Vu. | POST /tickets/0/comments | Vu.
      COMMENT x Vu. | POST /tickets/x/comments | Vu.
      COMMENT {id} {"text":""} | POST /tickets/{id}/comments | {"text":""}
      COMMENT {id} {"txt":"x"} | POST /tickets/{id}/comments | {"txt":"x"}
      COMMENT {id} {"text":"\\u202E"} | POST /tickets/{id}/comments | {"text":"\\u202E"}
      !COMMENT 999999 Vu. | POST /tickets/999999/comments | Vu.
      TAKE 999999 | POST /tickets/999999/take | ``
      CLOSE {id} ; TAKE {id} | POST /tickets/{id}/take | ``
      ASSIGN {id} Bob ; TAKE {id} | POST /tickets/{id}/take | ``
      TAKE NEXT id:{id} status:closed | POST /take-next?q=id:{id}+status:closed | ``
      TAKE NEXT colour:red | POST /take-next?q=colour:red | ``
      TAKE NEXT limit:3 | POST /take-next?q=limit:3 | ``
      TAKE NEXT tag:a\u200F | POST /take-next?q=tag:a%E2%80%8F | ``
      !TAKE NEXT assignee:me | POST /take-next?q=assignee:me | ``
      ASSIGN {id} next | PUT /tickets/{id}/assignee | next
      ASSIGN {id} <b> | PUT /tickets/{id}/assignee | {"assignee":"<b>"}
      STATUS {id} done | PUT /tickets/{id}/status | done
      CLOSE {id} ; STATUS {id} waiting | PUT /tickets/{id}/status | waiting
      CLOSE {id} ; STATUS {id} closed | PUT /tickets/{id}/status | {"status":"closed"}
      !STATUS 999999 done | PUT /tickets/999999/status | done
      CLOSE {id} duplicate #999999 | POST /tickets/{id}/close | {"duplicateOf":999999}
      CLOSE {id} duplicate #{id} | POST /tickets/{id}/close | {"duplicateOf":{id}}
      CLOSE {id} nope | POST /tickets/{id}/close | nope
      CLOSE {id} ; CLOSE {id} | POST /tickets/{id}/close | ``
      REOPEN {id} | POST /tickets/{id}/reopen | ``
      PRIORITY {id} hot | PUT /tickets/{id}/priority | hot
      DUE {id} soon | PUT /tickets/{id}/due | soon
      DUE 999999 +3d | PUT /tickets/999999/due | +3d
      SENDTICKET {"title":"x","due":"x"} | POST /tickets | {"title":"x","due":"x"}
      LINK {id} blocks {id} | POST /tickets/{id}/links | {"type":"blocks","id":{id}}
      LINK {id} blocked-by 1 | POST /tickets/{id}/links | {"type":"blocked-by","id":1}
      LINK {id} blocks 999999 | POST /tickets/{id}/links | {"type":"blocks","id":999999}
      UNLINK {id} x | DELETE /tickets/{id}/links/x | ``
      RATE {id} 5 | PUT /tickets/{id}/rating | 5
      RATE {id} 6 | PUT /tickets/{id}/rating | {"rating":6}
      NOTE {id} {"text":" "} | POST /tickets/{id}/notes | {"text":" "}
      SENDTICKET {"title":"x","createdAt":"2999-01-01T00:00:00Z"} | POST /tickets | {"title":"x","createdAt":"2999-01-01T00:00:00Z"}
      SENDTICKET {"title":"x","closedAt":"2020-01-01T00:00:00Z"} | POST /tickets | {"title":"x","closedAt":"2020-01-01T00:00:00Z"}
      SENDTICKET {"title":"x","resolution":"fixed"} | POST /tickets | {"title":"x","resolution":"fixed"}
      TAG {id} +A | POST /tickets/{id}/tags | {"add":["A"]}
      EDIT {id} {"version":9} | PATCH /tickets/{id} | {"version":9}
      EDIT {id} {"version":99999999999999999999} | PATCH /tickets/{id} | {"version":99999999999999999999}
      EDIT {id} {"version":0} | PATCH /tickets/{id} | {"version":0}
      EDIT 999999 {"version":9} | PATCH /tickets/999999 | {"version":9}
      EDIT {id} {"resolution":"fixed"} | PATCH /tickets/{id} | {"resolution":"fixed"}
      CLOSE {id} ; EDIT {id} {"status":"waiting","version":1} | PATCH /tickets/{id} | {"status":"waiting","version":1}
      @{key} TAKE {id} ; @{key} CLOSE {id} | POST /tickets/{id}/close key={key} | ``
      @a! TAKE {id} | POST /tickets/{id}/take key=a! | ``
      @{key} SHOW {id} | GET /tickets/{id} key={key} | ``
      @{key} LIST | GET /tickets key={key} | ``
      REPORT by:colour | GET /report?by=colour | ``
      REPORT 2026-02-30.. | GET /report?range=2026-02-30.. | ``
      REPORT 0001-01-01..2026-01-01 by:day | GET /report?range=0001-01-01..2026-01-01&by=day | ``
      REPORT limit:3 | GET /report?q=limit:3 | ``
      LIST colour:red | GET /tickets?q=colour:red | ``
      LIST limit:0 | GET /tickets?q=limit:0 | ``
      LIST sort:up | GET /tickets?q=sort:up | ``
      LIST sort:updated after:3 limit:1 | GET /tickets?q=sort:updated+after:3+limit:1 | ``
      LIST "a | GET /tickets?q=%22a | ``
      LIST -limit:3 | GET /tickets?q=-limit:3 | ``
      LIST created:yesteryear | GET /tickets?q=created:yesteryear | ``
      !LIST assignee:me | GET /tickets?q=assignee:me | ``
      SHOW 999999 | GET /tickets/999999 | ``
      SHOW x | GET /tickets/x | ``
      HISTORY 999999 | GET /tickets/999999/history | ``
      HISTORY {id} after:x | GET /tickets/{id}/history?after=x | ``
      HISTORY {id} limit:0 | GET /tickets/{id}/history?limit=0 | ``
      """;

  @TempDir static Path directory;
  private static TestServer server;
  private static LineClient lines;
  private static LineClient nobody;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static int keys;

  @BeforeAll
  static void start() {
    server = TestServer.start(Setup.in(directory).speaking(Locale.ENGLISH));
    lines = server.connect("Ana");
    nobody = server.connect();
    for (LineClient client : List.of(lines, nobody)) {
      client.status("FORMAT json");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A row of a table. */
  private record Row(
      boolean isFromNobody,
      List<String> lines,
      String method,
      String target,
      List<String> headers,
      String body) {
    static Row of(String row) {
      String[] cells = row.split(" \\| ", -1);
      String line = cells[0].strip();
      boolean isFromNobody = line.startsWith("!");
      String[] request = cells[1].strip().split(" ", -1);
      List<String> headers =
          request.length < 3
              ? List.of()
              : List.of("Idempotency-Key", request[2].substring("key=".length()));
      String body = cells[2].strip();
      boolean isQuoted = body.startsWith("`");
      return new Row(
          isFromNobody,
          Stream.of((isFromNobody ? line.substring(1) : line).split(" ?; ", -1)).toList(),
          request[0],
          "/api/v1" + request[1],
          headers,
          isQuoted ? body.substring(1, body.length() - 1).replace("\\n", "\n") : body);
    }

    String line() {
      return lines.get(lines.size() - 1);
    }

    Verb verb() {
      String[] words = line().split(" ", -1);
      return Verb.of(words[0].startsWith("@") ? words[1] : words[0]).orElseThrow();
    }

    @Override
    public String toString() {
      return (isFromNobody ? "!" : "") + String.join("; ", lines) + " | " + method + " " + target;
    }
  }

  private static Stream<Row> good() {
    return GOOD.lines().map(Row::of);
  }

  private static Stream<Row> bad() {
    return BAD.lines().map(Row::of);
  }

  /** The number of a new ticket, the first lines of the row carried out on it. */
  private static long prepared(Row row, String key) {
    long id = Json.number(lines.statusJson("SENDTICKET {\"title\":\"t\"}"), "id");
    for (String line : row.lines().subList(0, row.lines().size() - 1)) {
      lines.statusJson(filled(line, id, key));
    }
    return id;
  }

  private static String filled(String text, long id, String key) {
    return text.replace("{id}", Long.toString(id)).replace("{key}", key);
  }

  private static String newKey() {
    return "key-" + ++keys;
  }

  private static HttpResponse<String> ask(Row row, long id, String key, List<String> more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.port() + filled(row.target(), id, key)))
            .method(row.method(), HttpRequest.BodyPublishers.ofString(filled(row.body(), id, key)))
            .header("Accept-Language", "en");
    if (!row.isFromNobody()) {
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString("Ana:".getBytes(StandardCharsets.UTF_8)));
    }
    List<String> headers = new ArrayList<>(row.headers());
    headers.addAll(more);
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), filled(headers.get(i + 1), id, key));
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Without what is each ticket's own. */
  private static Object common(Object json) {
    if (json instanceof Map<?, ?> object) {
      Map<String, Object> left = new TreeMap<>();
      object.forEach(
          (name, value) -> {
            if (!OWN.contains(name.toString())) {
              left.put(name.toString(), common(value));
            }
          });
      return left;
    } else if (json instanceof List<?> array) {
      return array.stream().map(DoorsTest::common).toList();
    }
    return json;
  }

  private static Object ticket(long id) {
    return common(lines.askJson("SHOW " + id).get(0));
  }

  /** What the lines of a reply come to as one body. */
  private static Map<String, Object> body(Verb verb, List<Map<String, Object>> reply) {
    Map<String, Object> status = new LinkedHashMap<>(reply.get(reply.size() - 1));
    assertThat(status.remove("ok")).isEqualTo(true);
    List<Map<String, Object>> rows = reply.subList(0, reply.size() - 1);
    switch (verb) {
      case LIST -> status.put("tickets", rows);
      case HISTORY -> status.put("events", rows);
      case REPORT -> status.put("groups", rows);
      case SHOW -> status.putAll(rows.get(0));
      default -> assertThat(rows).isEmpty();
    }
    return status;
  }

  @ParameterizedTest
  @MethodSource("good")
  void shouldDoTheSame(Row row) {
    long ofLine = prepared(row, "");
    long ofHttp = prepared(row, "");
    Map<String, Object> expected = body(row.verb(), lines.askJson(filled(row.line(), ofLine, "")));
    HttpResponse<String> response = ask(row, ofHttp, "", List.of());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    Map<String, Object> answered = Json.object(response.body());
    if (row.verb() == Verb.LIST) {
      assertThat(answered.remove("position")).asString().matches("\\d+/\\d+");
    } else if (row.verb() == Verb.STATS) {
      for (Map<String, Object> stats : List.of(expected, answered)) {
        List.of("connections", "uptimeSeconds").forEach(stats::remove);
      }
    } else if (row.verb().changesTickets()) {
      assertThat(response.headers().firstValue("ETag"))
          .contains("\"" + answered.get("version") + "\"");
    }
    assertThat(common(answered)).isEqualTo(common(expected));
    if (row.verb() == Verb.SENDTICKET) {
      ofLine = Json.number(expected, "id");
      ofHttp = Json.number(answered, "id");
    }
    assertThat(ticket(ofHttp)).isEqualTo(ticket(ofLine));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void shouldRefuseInTheSameWords(Row row) {
    String lineKey = newKey();
    String httpKey = newKey();
    long ofLine = prepared(row, lineKey);
    long ofHttp = prepared(row, httpKey);
    LineClient client = row.isFromNobody() ? nobody : lines;
    Map<String, Object> expected = Json.object(client.status(filled(row.line(), ofLine, lineKey)));
    // So that it is never asked out for too many errors in a row.
    client.status("PING");
    HttpResponse<String> response = ask(row, ofHttp, httpKey, List.of());
    Map<String, Object> problem = Json.object(response.body());
    assertThat(expected).containsEntry("ok", false);
    assertThat(problem.get("code")).isEqualTo(expected.get("code"));
    // How to say who one is differs, and is told alone.
    if (!Json.value(expected, "code").equals("not-identified")) {
      assertThat(words(Json.value(problem, "detail"), ofHttp, httpKey))
          .isEqualTo(words(Json.value(expected, "message"), ofLine, lineKey));
    }
    assertThat(problem.get("status")).isEqualTo((long) response.statusCode());
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(ticket(ofHttp)).isEqualTo(ticket(ofLine));
  }

  private static String words(Object text, long id, String key) {
    return text.toString().replaceAll("#" + id + "\\b", "#{id}").replace(key, "{key}");
  }

  private static Stream<Row> changing() {
    return good().filter(row -> row.verb().changesTickets());
  }

  @ParameterizedTest
  @MethodSource("changing")
  void shouldCarryOutOnceWhateverDoorTheRepeatComesThrough(Row row) {
    for (boolean lineIsFirst : new boolean[] {true, false}) {
      String key = newKey();
      long id = prepared(row, "");
      String line = "@" + key + " " + filled(row.line(), id, "");
      List<String> header = List.of("Idempotency-Key", key);
      Map<String, Object> first;
      Map<String, Object> repeat;
      if (lineIsFirst) {
        first = new LinkedHashMap<>(lines.statusJson(line));
        // A repeat goes before the version, whatever that is by now.
        List<String> stale =
            row.verb() == Verb.SENDTICKET ? List.of() : List.of("If-Match", "\"99\"");
        HttpResponse<String> answer =
            ask(row, id, "", Stream.of(header, stale).flatMap(List::stream).toList());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        repeat = Json.object(answer.body());
        first.remove("ok");
      } else {
        first = Json.object(ask(row, id, "", header).body());
        repeat = new LinkedHashMap<>(lines.statusJson(line));
        repeat.remove("ok");
      }
      assertThat(repeat.remove("duplicate")).isEqualTo(true);
      assertThat(repeat).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @MethodSource("changing")
  void shouldCompareTheVersionBehindTheKeyAndBeforeTheState(Row row) {
    if (row.verb() == Verb.SENDTICKET) {
      return;
    }
    long id = prepared(row, "");
    Object before = ticket(id);
    HttpResponse<String> refused = ask(row, id, "", List.of("If-Match", "\"99\""));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(412);
    assertThat(Json.object(refused.body())).containsEntry("code", "conflict");
    assertThat(ticket(id)).isEqualTo(before);
    long actual = Json.number(Json.object(refused.body()), "actualVersion");
    HttpResponse<String> carriedOut = ask(row, id, "", List.of("If-Match", "\"" + actual + "\""));
    assertThat(carriedOut.statusCode()).as(carriedOut.body()).isBetween(200, 201);
  }

  @Test
  void shouldKnowEveryVerb() {
    Set<Verb> expected = EnumSet.of(Verb.LIST, Verb.SHOW, Verb.HISTORY, Verb.REPORT, Verb.STATS);
    for (Verb verb : Verb.values()) {
      if (verb.changesTickets()) {
        expected.add(verb);
      }
    }
    for (String table : List.of(GOOD, BAD)) {
      Set<Verb> seen = EnumSet.noneOf(Verb.class);
      table.lines().map(Row::of).forEach(row -> seen.add(row.verb()));
      if (table.equals(BAD)) {
        // There is nothing that it could be asked wrongly.
        seen.add(Verb.STATS);
      }
      assertThat(seen).isEqualTo(expected);
    }
  }
}
