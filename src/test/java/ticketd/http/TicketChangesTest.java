package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Json.NULL;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.http.LocalDoor.Reply;
import ticketd.journal.FileAccess;
import ticketd.testing.Json;
import ticketd.testing.QuietLog;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;

class TicketChangesTest {
  private static final String TICKETS = "/api/v1/tickets";

  @TempDir Path directory;
  private LocalDoor door;
  private final List<String> logged = new ArrayList<>();

  private final class Log extends QuietLog {
    @Override
    public void filed(String peer, Identity who, long id) {
      logged.add(peer + " " + who.name() + " filed " + id);
    }

    @Override
    public void changed(String peer, Identity who, EventKind kind, long id) {
      logged.add(peer + " " + who.name() + " " + kind.wireName() + " " + id);
    }
  }

  @BeforeEach
  void open() {
    door = new LocalDoor(directory, FileAccess.system(), new Log());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private Reply file() {
    return door.post(TICKETS, "Disk full");
  }

  @Test
  void shouldFileATicketOfAText() {
    Reply filed =
        door.post(
            TICKETS + "?priority=high&tags=a,b&assignee=me",
            "Disk full on web3\r\n\r\nSince 10:00.\r\n");
    assertThat(filed.status()).isEqualTo(201);
    assertThat(filed.header("Location")).contains(TICKETS + "/1");
    assertThat(filed.header("ETag")).contains("\"1\"");
    assertThat(filed.json()).isEqualTo(Map.of("id", 1L, "version", 1L, "seq", 1L));
    assertThat(door.get(TICKETS + "/1").json())
        .containsEntry("title", "Disk full on web3")
        .containsEntry("description", "Since 10:00.")
        .containsEntry("priority", "high")
        .containsEntry("tags", List.of("a", "b"))
        .containsEntry("assignee", "ana")
        .containsEntry("author", "ana");
  }

  @Test
  void shouldFileATicketOfJsonWhateverItsTypeSays() {
    assertThat(door.post(TICKETS, "{\"title\":\"a\",\"description\":\"b\"}").status())
        .isEqualTo(201);
    assertThat(door.get(TICKETS + "/1").json())
        .containsEntry("title", "a")
        .containsEntry("description", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PATCH | ``        | {"title":"b"}          | title    | b
          PUT   | /status   | {"status":"waiting"}   | status   | waiting
          PUT   | /status   | waiting                | status   | waiting
          PUT   | /priority | {"priority":"urgent"}  | priority | urgent
          PUT   | /priority | urgent                 | priority | urgent
          PUT   | /assignee | {"assignee":"Bob"}     | assignee | Bob
          PUT   | /assignee | Bob                    | assignee | Bob
          POST  | /take     | ``                     | assignee | ana
          POST  | /close    | ``                     | resolution | fixed
          POST  | /close    | {"resolution":"invalid","text":"no"} | resolution | invalid
          POST  | /close    | wont-fix               | resolution | wont-fix
          """)
  void shouldChangeAField(String method, String path, String body, String field, String value) {
    file();
    Reply changed = door.ask(method, TICKETS + "/1" + path, body);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).contains("\"2\"");
    assertThat(changed.json())
        .containsEntry("id", 1L)
        .containsEntry("version", 2L)
        .containsEntry("seq", 2L)
        .containsEntry("changed", true);
    assertThat(door.get(TICKETS + "/1").json()).containsEntry(field, value);
  }

  @Test
  void shouldCloseAsADuplicateOfNothingElse() {
    file();
    file();
    for (String resolution : List.of("fixed", "wont-fix", "invalid")) {
      Reply refused =
          door.post(
              TICKETS + "/2/close", "{\"resolution\":\"" + resolution + "\",\"duplicateOf\":1}");
      assertThat(refused.status()).as(resolution).isEqualTo(400);
      assertThat(refused.json()).containsEntry("code", "bad-request");
    }
    assertThat(door.get(TICKETS + "/2").json()).containsEntry("status", "open");
  }

  @Test
  void shouldClearTheAssigneeByNull() {
    door.post(TICKETS + "?assignee=bob", "a");
    door.post(TICKETS + "?assignee=bob", "b");
    assertThat(door.ask("PUT", TICKETS + "/1/assignee", "null").status()).isEqualTo(200);
    assertThat(door.ask("PUT", TICKETS + "/2/assignee", "{\"assignee\":null}").status())
        .isEqualTo(200);
    assertThat(door.get(TICKETS + "/1").json()).containsEntry("assignee", NULL);
    assertThat(door.get(TICKETS + "/2").json()).containsEntry("assignee", NULL);
  }

  @Test
  void shouldTakeAllOfABodyForTheComment() {
    file();
    Reply commented = door.post(TICKETS + "/1/comments", "Seen.\nAgain & again=1%20\n");
    assertThat(commented.status()).isEqualTo(201);
    assertThat(commented.json()).containsEntry("changed", true).containsEntry("version", 2L);
    assertThat(door.get(TICKETS + "/1").body()).contains("\"text\":\"Seen.\\nAgain & again=1%20\"");
  }

  @Test
  void shouldReopenAndTag() {
    file();
    door.post(TICKETS + "/1/close", "");
    assertThat(door.post(TICKETS + "/1/reopen", "{}").status()).isEqualTo(200);
    assertThat(
            door.post(TICKETS + "/1/tags", "{\"add\":[\"x\",\"y\"],\"remove\":[\"z\"]}").status())
        .isEqualTo(200);
    assertThat(door.get(TICKETS + "/1").json())
        .containsEntry("status", "open")
        .containsEntry("tags", List.of("x", "y"));
  }

  @Test
  void shouldAnswerWhatChangesNothing() {
    file();
    Reply unchanged = door.ask("PUT", TICKETS + "/1/status", "open");
    assertThat(unchanged.status()).isEqualTo(200);
    assertThat(unchanged.json())
        .isEqualTo(Map.of("id", 1L, "version", 1L, "seq", 1L, "changed", false));
  }

  @Test
  void shouldTakeTheNextThatMatches() {
    door.post(TICKETS + "?tags=a", "one");
    door.post(TICKETS + "?tags=b&priority=urgent", "two");
    Reply taken = door.post("/api/v1/take-next?q=tag:a+-tag:b", "");
    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.json()).containsEntry("id", 1L).containsKey("ticket");
    Reply none = door.post("/api/v1/take-next?q=tag%3Aa", "");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json()).containsEntry("code", "not-found");
  }

  @Test
  void shouldCompareTheVersion() {
    file();
    for (String stale : List.of("\"2\"", "W/\"3\"", "\"7\", \"9\"", "\"99999999999999999999\"")) {
      Reply refused = door.ask("PUT", TICKETS + "/1/status", "closed", "If-Match", stale);
      assertThat(refused.status()).as(stale).isEqualTo(412);
      assertThat(refused.json())
          .containsEntry("code", "conflict")
          .containsEntry("actualVersion", 1L)
          .containsEntry("status", 412L);
    }
    String[] fresh = {"\"1\"", "W/\"2\"", "\"9\", \"3\"", "\"4-17\"", "*", "\"9\" ,W/\"6\""};
    for (String welcome : fresh) {
      Reply commented = door.post(TICKETS + "/1/comments", "x", "If-Match", welcome);
      assertThat(commented.status()).as(welcome).isEqualTo(201);
    }
    Reply twice = door.post(TICKETS + "/1/comments", "x", "If-Match", "\"1\"", "If-Match", "\"7\"");
    assertThat(twice.status()).isEqualTo(201);
  }

  @Test
  void shouldCompareTheVersionOfWhatIsTakenNext() {
    file();
    assertThat(door.post("/api/v1/take-next", "", "If-Match", "\"2\"").status()).isEqualTo(412);
    assertThat(door.post("/api/v1/take-next", "", "If-Match", "\"1\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1",
        "``",
        "\"\"",
        "\"x\"",
        "\"0\"",
        "\"1\" \"2\"",
        "\"1",
        "w/\"1\"",
        "\"-1\"",
        "\"1\",,"
      })
  void shouldRefuseAVersionThatIsNone(String version) {
    file();
    Reply refused = door.ask("PUT", TICKETS + "/1/status", "closed", "If-Match", version);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(Json.value(refused.json(), "detail").toString()).contains("If-Match");
  }

  @Test
  void shouldRefuseAVersionOfANewTicket() {
    Reply refused = door.post(TICKETS, "a", "If-Match", "*");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(Json.value(refused.json(), "detail").toString()).contains("If-Match");
    assertThat(door.get(TICKETS).json()).containsEntry("count", 0L);
  }

  @Test
  void shouldAnswerARepeatAsTheFirst() {
    Reply first = door.post(TICKETS, "a", "Idempotency-Key", "k:1");
    Reply repeat = door.post(TICKETS, "{\"title\":\"a\"}", "Idempotency-Key", "\"k:1\"");
    assertThat(repeat.status()).isEqualTo(201);
    assertThat(repeat.header("Location")).isEqualTo(first.header("Location")).isPresent();
    assertThat(repeat.header("ETag")).isEqualTo(first.header("ETag")).isPresent();
    assertThat(repeat.json())
        .isEqualTo(Map.of("id", 1L, "version", 1L, "seq", 1L, "duplicate", true));

    door.ask("PUT", TICKETS + "/1/status", "waiting", "Idempotency-Key", "s", "If-Match", "\"1\"");
    door.post(TICKETS + "/1/comments", "x");
    Reply again =
        door.ask(
            "PUT", TICKETS + "/1/status", "waiting", "Idempotency-Key", "s", "If-Match", "\"1\"");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("ETag")).contains("\"2\"");
    assertThat(again.json())
        .containsEntry("version", 2L)
        .containsEntry("changed", true)
        .containsEntry("duplicate", true);
  }

  @Test
  void shouldRefuseAKeyWithOtherContent() {
    door.post(TICKETS, "a", "Idempotency-Key", "k");
    Reply refused = door.post(TICKETS, "b", "Idempotency-Key", "k");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json()).containsEntry("code", "conflict");
    assertThat(door.askAs("bob", "POST", TICKETS, "b", "Idempotency-Key", "k").status())
        .isEqualTo(201);
  }

  @Test
  void shouldRefuseKeysThatAreNone() {
    for (String key : List.of("", "a b", "é", "\"\"", "x".repeat(65))) {
      assertThat(door.post(TICKETS, "a", "Idempotency-Key", key).status()).isEqualTo(400);
    }
    assertThat(door.post(TICKETS, "a", "Idempotency-Key", "a", "Idempotency-Key", "a").status())
        .isEqualTo(400);
    for (String target :
        List.of(
            TICKETS, TICKETS + "/1", TICKETS + "/1/history", "/api/v1/stats", "/api/v1/events")) {
      Reply refused = door.get(target, "Idempotency-Key", "a");
      assertThat(refused.status()).as(target).isEqualTo(400);
      assertThat(refused.json()).containsEntry("code", "bad-request");
    }
  }

  @Test
  void shouldSayWhatAProgramNeeds() {
    file();
    door.askAs("Bob", "POST", TICKETS + "/1/take", "");
    Reply taken = door.post(TICKETS + "/1/take", "");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.type()).isEqualTo("application/problem+json");
    assertThat(taken.json()).containsEntry("assignee", "Bob").containsEntry("code", "conflict");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST  | /api/v1/tickets?colour=red  | a                | 400 | bad-request
          POST  | /api/v1/tickets             | ``               | 400 | bad-request
          POST  | /api/v1/tickets             | {"titel":"a"}    | 400 | bad-request
          POST  | /api/v1/tickets             | a\u202Eb         | 422 | bad-text
          PATCH | /api/v1/tickets/1           | title            | 400 | bad-request
          PATCH | /api/v1/tickets/x           | {}               | 400 | bad-request
          PATCH | /api/v1/tickets/9           | {}               | 404 | not-found
          PUT   | /api/v1/tickets/1/status    | done             | 400 | bad-request
          PUT   | /api/v1/tickets/1/status?a=b | open            | 400 | bad-request
          POST  | /api/v1/tickets/1/take      | now              | 400 | bad-request
          POST  | /api/v1/tickets/1/reopen    | ``               | 409 | conflict
          POST  | /api/v1/tickets/1/tags      | x                | 400 | bad-request
          POST  | /api/v1/take-next?q=tag:A   | ``               | 400 | bad-request
          POST  | /api/v1/take-next?q=a%00    | ``               | 422 | bad-text
          """)
  void shouldRefuseWhatIsWrong(String method, String target, String body, int status, String code) {
    file();
    Reply refused = door.ask(method, target, body);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json()).containsEntry("code", code).containsEntry("status", (long) status);
  }

  @Test
  void shouldRefuseAChangeOfNobody() {
    Reply refused = door.askAs("", "POST", TICKETS, "a");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json()).containsEntry("code", "not-identified");
    assertThat(refused.header("WWW-Authenticate")).isPresent();
  }

  @Test
  void shouldTellTheLogOfWhatWasDone() {
    door.post(TICKETS, "a", "Idempotency-Key", "k");
    door.post(TICKETS, "a", "Idempotency-Key", "k");
    door.post(TICKETS + "/1/take", "");
    door.post(TICKETS + "/1/take", "");
    door.post(TICKETS + "/1/take", "no");
    assertThat(logged).containsExactly("127.0.0.1:1 ana filed 1", "127.0.0.1:1 ana taken 1");
  }
}
