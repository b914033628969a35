package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.testing.ClosedDesk;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.wire.Verb;

/**
 * The table of rights, cell by cell, through each door: lines, HTTP a request at a time and in
 * batches, in plain and over TLS. What is another's is answered as what does not exist.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsAtEveryDoorTest {
  private static final String MISSING = "999999";

  /** Who asks: of each role one, and an admin's token that reads. */
  private enum Column {
    REQUESTER("Rita"),
    AGENT("Ana"),
    ADMIN("Jules"),
    READER("Jules");

    private final String who;

    Column(String who) {
      this.who = who;
    }
  }

  /** By which way. */
  private enum Way {
    LINES,
    LINES_OVER_TLS,
    HTTP,
    HTTP_OVER_TLS,
    BATCH
  }

  /**
   * What is asked for.
   *
   * @param line the lines of the line protocol
   * @param http method and path below the API's root, and the body behind them
   * @param item of a batch, without verb and id; empty where there is none
   * @param before what an admin does to the ticket first; may be empty
   * @param cells what comes of it for a requester, an agent, an admin: where it is about a ticket,
   *     of the own, of another's, and of one that does not exist
   * @param reads whether a token that reads may ask for it
   */
  private record Row(
      String line,
      String http,
      Optional<String> item,
      String before,
      List<String> cells,
      boolean reads) {
    Row after(String first) {
      return new Row(line, http, item, first, cells, reads);
    }

    Row forReaders() {
      return new Row(line, http, item, before, cells, true);
    }

    /** In a batch it is said in other words. */
    Row inBatch(String other) {
      return new Row(line, http, Optional.of(other), before, cells, reads);
    }

    boolean isOfATicket() {
      return line.contains("<id>");
    }

    String cell(Column column, int target) {
      if (column == Column.READER && !reads) {
        return "forbidden";
      }
      String cell = cells.get(column == Column.READER ? 2 : column.ordinal());
      return cell.split(" ", -1)[isOfATicket() ? target : 0];
    }
  }

  private static final String SEEN = "ok not-found not-found";
  private static final String ALL = "ok ok not-found";
  private static final String NONE = "forbidden forbidden forbidden";
  private static final List<String> OWN = List.of(SEEN, ALL, ALL);
  private static final List<String> WORK = List.of(NONE, ALL, ALL);
  private static final List<String> IMPORT = List.of(NONE, NONE, ALL);
  private static final List<String> RATING =
      List.of(SEEN, "ok conflict not-found", "ok conflict not-found");
  private static final List<String> EVERYBODY = List.of("ok", "ok", "ok");
  private static final List<String> AGENTS = List.of("forbidden", "ok", "ok");
  private static final List<String> ADMINS = List.of("forbidden", "forbidden", "ok");
  private static final String LATER = "2030-01-01T10:00:00Z";
  private static final String EARLIER = "2020-01-01T10:00:00Z";

  private static Row row(String line, String http, List<String> cells) {
    return new Row(line, http, Optional.empty(), "", cells, false);
  }

  /** A change that a batch may hold too: its verb, and behind that what the body says. */
  private static Row change(
      String verb, String arguments, String http, String body, List<String> cells) {
    String item = body.isEmpty() ? "" : "," + body.substring(1, body.length() - 1);
    return row(verb + arguments, (http + " " + body).strip(), cells)
        .inBatch(item.equals(",") ? "" : item);
  }

  private static Row edit(String body, List<String> cells) {
    return change("EDIT", " <id> " + body, "PATCH /tickets/<id>", body, cells);
  }

  private static Row file(String body, List<String> cells) {
    return change("SENDTICKET", " " + body, "POST /tickets", body, cells);
  }

  private static final List<Row> TABLE =
      List.of(
          file("{\"title\":\"x\",\"priority\":\"high\",\"tags\":[\"a\"]}", EVERYBODY),
          file("{\"title\":\"x\",\"assignee\":\"Ana\"}", AGENTS),
          file("{\"title\":\"x\",\"due\":\"" + LATER + "\"}", AGENTS),
          file("{\"title\":\"x\",\"author\":\"Remi\"}", ADMINS),
          file("{\"title\":\"x\",\"createdAt\":\"" + EARLIER + "\"}", ADMINS),
          file(
              "{\"title\":\"x\",\"createdAt\":\""
                  + EARLIER
                  + "\",\"closedAt\":\""
                  + EARLIER
                  + "\"}",
              ADMINS),
          row("LIST", "GET /tickets", EVERYBODY).forReaders(),
          row("LIST saved:known", "GET /tickets?q=saved:known", AGENTS).forReaders(),
          row("SHOW <id>", "GET /tickets/<id>", OWN).forReaders(),
          row("HISTORY <id>", "GET /tickets/<id>/history", OWN).forReaders(),
          change("COMMENT", " <id> x", "POST /tickets/<id>/comments", "{\"text\":\"x\"}", OWN),
          change("CLOSE", " <id>", "POST /tickets/<id>/close", "{}", OWN),
          change(
              "CLOSE",
              " <id> wont-fix x",
              "POST /tickets/<id>/close",
              "{\"resolution\":\"wont-fix\",\"text\":\"x\"}",
              OWN),
          change("REOPEN", " <id>", "POST /tickets/<id>/reopen", "{}", OWN).after("CLOSE <id>"),
          change("RATE", " <id> 4", "PUT /tickets/<id>/rating", "{\"rating\":4}", RATING)
              .after("CLOSE <id>"),
          edit("{\"title\":\"other\"}", OWN),
          edit("{\"description\":\"other\"}", OWN),
          edit("{\"title\":\"other\",\"priority\":\"high\"}", WORK),
          edit("{\"assignee\":\"Ana\"}", WORK),
          edit("{\"assignee\":null}", WORK),
          edit("{\"tags\":[\"b\"]}", WORK),
          edit("{\"status\":\"waiting\"}", WORK),
          edit("{\"due\":null}", WORK),
          change("TAKE", " <id>", "POST /tickets/<id>/take", "{}", WORK),
          row("TAKE NEXT", "POST /take-next", AGENTS).inBatch(""),
          change(
              "ASSIGN", " <id> Ana", "PUT /tickets/<id>/assignee", "{\"assignee\":\"Ana\"}", WORK),
          change(
              "STATUS",
              " <id> waiting",
              "PUT /tickets/<id>/status",
              "{\"status\":\"waiting\"}",
              WORK),
          change(
              "PRIORITY",
              " <id> high",
              "PUT /tickets/<id>/priority",
              "{\"priority\":\"high\"}",
              WORK),
          change("TAG", " <id> +x", "POST /tickets/<id>/tags", "{\"add\":[\"x\"]}", WORK),
          change("NOTE", " <id> x", "POST /tickets/<id>/notes", "{\"text\":\"x\"}", WORK),
          change(
              "DUE",
              " <id> " + LATER,
              "PUT /tickets/<id>/due",
              "{\"due\":\"" + LATER + "\"}",
              WORK),
          change(
                  "LINK",
                  " <id> relates 1",
                  "POST /tickets/<id>/links",
                  "{\"type\":\"relates\",\"id\":1}",
                  WORK)
              .inBatch(",\"type\":\"relates\",\"other\":1"),
          change("UNLINK", " <id> 1", "DELETE /tickets/<id>/links/1", "", WORK)
              .after("LINK <id> relates 1")
              .inBatch(",\"other\":1"),
          change(
              "COMMENT",
              " <id> {\"text\":\"x\",\"author\":\"Remi\"}",
              "POST /tickets/<id>/comments",
              "{\"text\":\"x\",\"author\":\"Remi\"}",
              IMPORT),
          change(
              "NOTE",
              " <id> {\"text\":\"x\",\"createdAt\":\"" + EARLIER + "\"}",
              "POST /tickets/<id>/notes",
              "{\"text\":\"x\",\"createdAt\":\"" + EARLIER + "\"}",
              IMPORT),
          row("STATS", "GET /stats", AGENTS).forReaders(),
          row("REPORT", "GET /report", AGENTS).forReaders(),
          row("SAVED", "GET /saved", AGENTS).forReaders(),
          row("SAVE q<n> status:open", "PUT /saved/q<n> {\"query\":\"status:open\"}", AGENTS)
              .inBatch(",\"name\":\"q<n>\",\"query\":\"status:open\""),
          row("UNSAVE gone<n>", "DELETE /saved/gone<n>", AGENTS)
              .after("SAVE gone<n> status:open")
              .inBatch(",\"name\":\"gone<n>\""),
          row("WHOAMI", "GET /whoami", EVERYBODY).forReaders(),
          row("TOKEN LIST", "GET /tokens", EVERYBODY).forReaders(),
          row("TOKEN NEW {\"expires\":\"1h\"}", "POST /tokens {\"expires\":\"1h\"}", EVERYBODY),
          row(
              "TOKEN REVOKE <remi>",
              "DELETE /tokens/<remi>",
              List.of("not-found", "not-found", "not-found")),
          row("TOKEN LIST {\"name\":\"Remi\"}", "GET /tokens?name=Remi", ADMINS),
          row(
              "TOKEN NEW {\"name\":\"Remi\",\"expires\":\"1h\"}",
              "POST /tokens {\"name\":\"Remi\",\"expires\":\"1h\"}",
              ADMINS),
          row(
              "TOKEN REVOKE " + MISSING + " {\"name\":\"Remi\"}",
              "DELETE /tokens/" + MISSING + "?name=Remi",
              List.of("forbidden", "forbidden", "not-found")),
          row(
              "PASSWD\n<old>\n<new>",
              "PUT /password {\"old\":\"<old>\",\"new\":\"<new>\"}",
              EVERYBODY),
          row("USER LIST", "GET /users", ADMINS),
          row("USER ADD {\"name\":\"New <n>\"}", "POST /users {\"name\":\"New <n>\"}", ADMINS),
          row("USER DISABLE Extra", "PATCH /users/Extra {\"enabled\":false}", ADMINS),
          row("USER ENABLE Extra", "PATCH /users/Extra {\"enabled\":true}", ADMINS),
          row("USER ROLE Extra agent", "PATCH /users/Extra {\"role\":\"agent\"}", ADMINS),
          row(
              "USER PASSWD Extra\na password for Extra",
              "PATCH /users/Extra {\"password\":\"a password for Extra\"}",
              ADMINS));

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Column, String> tokens = new EnumMap<>(Column.class);
  private final Map<String, String> passwords = new HashMap<>();
  private ClosedDesk desk;
  private TestServer server;
  private String ofRemi = "";
  private int count;

  @BeforeAll
  void start(@TempDir Path folder) {
    desk = ClosedDesk.in(folder);
    server = TestServer.start(TestServer.Setup.in(folder).throughTunnel());
    passwords.put("Jules", ClosedDesk.PASSWORD);
    try (LineClient jules = desk.connect(server, "Jules")) {
      jules.status("FORMAT json");
      jules.statusJson("SENDTICKET {\"title\":\"to link with\"}");
      jules.statusJson("SAVE known status:open");
      jules.statusJson("USER ADD {\"name\":\"Extra\"}");
      Map<String, Object> reading = jules.statusJson("TOKEN NEW {\"cap\":\"read\"}");
      tokens.put(Column.READER, String.valueOf(reading.get("token")));
      Map<String, Object> remi = jules.statusJson("TOKEN NEW {\"name\":\"Remi\"}");
      ofRemi = String.valueOf(remi.get("id"));
    }
    for (Column column : List.of(Column.REQUESTER, Column.AGENT, Column.ADMIN)) {
      tokens.put(column, desk.token(column.who));
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String token(Column column) {
    return Optional.ofNullable(tokens.get(column)).orElseThrow();
  }

  @Test
  void shouldHaveARowForEveryVerbThatAsksForSomething() {
    List<String> ofConnections =
        List.of("IDENT", "AUTH", "PING", "HELP", "LANG", "FORMAT", "QUIT", "WATCH", "UNWATCH");
    for (Verb verb : Verb.values()) {
      if (!ofConnections.contains(verb.name())) {
        assertThat(TABLE).as(verb.name()).anyMatch(row -> row.line().matches(verb + "\\b(?s).*"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepTheTable(Way way) throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (Column column : Column.values()) {
      try (Asking asking = new Asking(way, column)) {
        for (Row row : TABLE) {
          if (way != Way.BATCH || row.item().isPresent()) {
            wrong.addAll(check(asking, row));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldHaveAnItemOfABatchForEveryVerbThatTakesAKey() {
    for (Row row : TABLE) {
      assertThat(row.item().isPresent())
          .as(row.line())
          .isEqualTo(Verb.of(row.line().split("\\W", 2)[0]).orElseThrow().takesKey());
    }
  }

  private List<String> check(Asking asking, Row row) throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    List<String> targets = row.isOfATicket() ? asking.targets() : List.of("");
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      count++;
      if (!targets.get(i).equals(MISSING) && !row.before().isEmpty()) {
        asking.prepare(filled(row.before(), targets.get(i), asking.column));
      }
      Told is = asking.ask(row, targets.get(i));
      told.add(is);
      String expected = row.cell(asking.column, i);
      if (!is.code().equals(expected)) {
        wrong.add(
            asking.column + ": " + row.line() + ", target " + i + ": " + is + ", not " + expected);
      }
      if (row.line().startsWith("PASSWD") && is.code().equals("ok")) {
        passwords.put(asking.column.who, newPassword());
      }
    }
    if (told.size() == 3
        && told.get(1).code().equals(told.get(2).code())
        && !told.get(1).code().equals("ok")
        && !told.get(1).text().equals(told.get(2).text())) {
      wrong.add("another's is not as a missing one: " + told);
    }
    return wrong;
  }

  private String newPassword() {
    return "password number " + count;
  }

  private String filled(String text, String id, Column column) {
    return text.replace("<id>", id)
        .replace("<n>", Integer.toString(count))
        .replace("<remi>", ofRemi)
        .replace("<old>", Optional.ofNullable(passwords.get(column.who)).orElse(""))
        .replace("<new>", newPassword());
  }

  /** What was answered; the text without numbers of tickets. */
  private record Told(String code, String text) {
    static Told of(String code, String text) {
      return new Told(code, text.replaceAll("#\\d+", "#"));
    }
  }

  /** Somebody who asks by one way. */
  private final class Asking implements AutoCloseable {
    private final Way way;
    private final Column column;
    private final LineClient lines;
    private final LineClient admin;
    private final LineClient remi;

    Asking(Way way, Column column) {
      this.way = way;
      this.column = column;
      this.admin = desk.connect(server, "Jules");
      this.remi = desk.connect(server, "Remi");
      this.lines = way == Way.LINES ? server.connectInPlain() : server.connect();
      assertThat(lines.outcome("AUTH " + token(column))).isEqualTo("OK");
      assertThat(lines.outcome("LANG en")).isEqualTo("OK");
    }

    /** One of the own, one of Remi's, and one that does not exist. */
    List<String> targets() {
      LineClient own = column == Column.READER ? admin : lines;
      return List.of(filed(own), filed(remi), MISSING);
    }

    private String filed(LineClient author) {
      String status = author.status("SENDTICKET {\"title\":\"a ticket\"}");
      assertThat(status).startsWith("[OK] ");
      return status.replaceFirst(".*#(\\d+).*", "$1");
    }

    void prepare(String request) {
      assertThat(admin.outcome(request)).as(request).isEqualTo("OK");
    }

    Told ask(Row row, String id) throws IOException, InterruptedException {
      return switch (way) {
        case LINES, LINES_OVER_TLS -> onLines(filled(row.line(), id, column));
        case HTTP, HTTP_OVER_TLS -> overHttp(filled(row.http(), id, column));
        case BATCH -> inABatch(row, id);
      };
    }

    private Told onLines(String request) {
      lines.send(request.split("\n", -1));
      List<String> reply = lines.reply();
      String status = reply.get(reply.size() - 1);
      return Told.of(
          status.startsWith("[OK]") ? "ok" : status.replaceFirst("\\[ERR] ([a-z-]+).*", "$1"),
          String.join("\n", reply));
    }

    private Told overHttp(String request) throws IOException, InterruptedException {
      String[] parts = request.split(" ", 3);
      HttpResponse<String> answer = send(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
      return answer.statusCode() < 300
          ? Told.of("ok", answer.body())
          : Told.of(String.valueOf(Json.object(answer.body()).get("code")), answer.body());
    }

    private Told inABatch(Row row, String id) throws IOException, InterruptedException {
      String verb = row.line().startsWith("TAKE NEXT") ? "TAKE NEXT" : row.line().split(" ", 2)[0];
      String item =
          "[{\"verb\":\""
              + verb
              + "\""
              + (id.isEmpty() ? "" : ",\"id\":" + id)
              + row.item().orElseThrow()
              + "}]";
      HttpResponse<String> answer = send("POST", "/batch", filled(item, id, column));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      Map<String, Object> result =
          Json.objects(Json.object("{\"all\":" + answer.body() + "}"), "all").get(0);
      return Json.number(result, "status") < 300
          ? Told.of("ok", answer.body())
          : Told.of(String.valueOf(result.get("code")), answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body)
        throws IOException, InterruptedException {
      int port = way == Way.HTTP_OVER_TLS ? server.port() : server.server().address().getPort();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
              .header("Authorization", "Bearer " + token(column))
              .header("Accept-Language", "en")
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
      lines.close();
      admin.close();
      remi.close();
    }
  }
}
