package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.http.LocalDoor.Reply;
import ticketd.testing.Json;

class BatchTest {
  private static final String BATCH = "/api/v1/batch";

  @TempDir Path directory;
  private LocalDoor door;

  @BeforeEach
  void open() {
    door = new LocalDoor(directory);
  }

  @AfterEach
  void close() {
    door.close();
  }

  private List<Map<String, Object>> batch(String... items) {
    Reply reply = door.post(BATCH, "[" + String.join(",", items) + "]");
    assertThat(reply.status()).isEqualTo(200);
    return reply.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldRefuseWhatIsBeyondTheLimitsOfJson(int which) {
    String beyond =
        switch (which) {
          case 1 -> "[".repeat(1001) + "]".repeat(1001);
          case 2 -> "[{\"" + "n".repeat(50_001) + "\":1}]";
          default -> "[{\"id\":" + "1".repeat(1001) + "}]";
        };
    Reply reply = door.post(BATCH, beyond);
    assertThat(reply.status()).isBetween(200, 400);
    assertThat(reply.body()).contains("\"bad-request\"");
  }

  @Test
  void shouldSayThatANumberMayBeOne() {
    assertThat(batch("{\"verb\":\"TAKE\",\"id\":1.0}").get(0).get("detail"))
        .isEqualTo("the member \"id\" must be a whole number, or a string that is one");
  }

  @Test
  void shouldCarryOutEachVerbInItsPlace() {
    List<Map<String, Object>> answers =
        batch(
            "{\"verb\":\"SENDTICKET\",\"title\":\"a\",\"tags\":[\"x\"]}",
            "{\"id\":1,\"verb\":\"comment\",\"text\":\"b\\nc\"}",
            "{\"verb\":\"TAKE NEXT\",\"q\":\"tag:x\"}",
            "{\"verb\":\"STATUS\",\"id\":\"#1\",\"status\":\"waiting\"}",
            "{\"verb\":\"PRIORITY\",\"id\":\"1\",\"priority\":\"high\"}",
            "{\"verb\":\"ASSIGN\",\"id\":1,\"assignee\":null}",
            "{\"verb\":\"TAG\",\"id\":1,\"add\":[\"y\"],\"remove\":[\"x\"]}",
            "{\"verb\":\"EDIT\",\"id\":1,\"title\":\"d\",\"version\":7}",
            "{\"verb\":\"CLOSE\",\"id\":1,\"resolution\":\"invalid\"}",
            "{\"verb\":\"REOPEN\",\"id\":1}",
            "{\"verb\":\"TAKE\",\"id\":1}");
    assertThat(answers)
        .extracting(answer -> answer.get("status"))
        .containsExactly(201L, 201L, 200L, 200L, 200L, 200L, 200L, 200L, 200L, 200L, 200L);
    assertThat(answers).extracting(answer -> answer.get("version")).doesNotHaveDuplicates();
    assertThat(answers.get(10)).containsKey("ticket").containsEntry("version", 11L);
    assertThat(door.get("/api/v1/tickets/1").json())
        .containsEntry("title", "d")
        .containsEntry("tags", List.of("y"))
        .containsEntry("assignee", "ana");
  }

  @Test
  void shouldAnswerEachItemAsItsOwnRequest() {
    door.post("/api/v1/tickets", "a", "Idempotency-Key", "k");
    List<Map<String, Object>> answers =
        batch(
            "{\"verb\":\"SENDTICKET\",\"title\":\"a\",\"key\":\"k\"}",
            "{\"verb\":\"SENDTICKET\",\"title\":\"b\",\"key\":\"k\"}",
            "{\"verb\":\"REOPEN\",\"id\":1}",
            "{\"verb\":\"TAKE\",\"id\":1,\"version\":2}",
            "{\"verb\":\"EDIT\",\"id\":1,\"version\":2}",
            "{\"verb\":\"TAKE\",\"id\":9}",
            "{\"verb\":\"STATUS\",\"id\":1,\"status\":\"done\"}",
            "{\"verb\":\"COMMENT\",\"id\":1,\"text\":\"\\u202E\"}",
            "{\"verb\":\"SHOW\",\"id\":1}",
            "{\"verb\":\"FROB\",\"id\":1}",
            "{\"id\":1}",
            "7",
            "{\"verb\":\"SENDTICKET\",\"title\":\"a\",\"id\":1}",
            "{\"verb\":\"TAKE\",\"id\":1,\"verb\":\"TAKE\"}",
            "{\"verb\":\"TAKE\",\"id\":1,\"key\":\"a b\"}",
            "{\"verb\":\"COMMENT\",\"id\":1,\"text\":\"" + "x".repeat(LocalDoor.MAX_LINE) + "\"}",
            "{\"verb\":\"COMMENT\",\"id\":1,\"text\":\"last\"}");
    assertThat(answers)
        .extracting(answer -> answer.get("status") + " " + answer.get("code"))
        .containsExactly(
            "201 null",
            "422 conflict",
            "409 conflict",
            "412 conflict",
            "412 conflict",
            "404 not-found",
            "400 bad-request",
            "422 bad-text",
            "400 bad-request",
            "400 unknown-command",
            "400 bad-request",
            "400 bad-request",
            "400 bad-request",
            "400 bad-request",
            "400 bad-request",
            "413 line-too-long",
            "201 null");
    assertThat(answers.get(0)).containsEntry("duplicate", true).containsEntry("id", 1L);
    assertThat(answers.get(3)).containsEntry("actualVersion", 1L);
    assertThat(door.get("/api/v1/tickets/1").json()).containsEntry("version", 2L);
  }

  @Test
  void shouldSaveQueriesAsRequestsOfTheirOwnDo() {
    List<Map<String, Object>> answers =
        batch(
            "{\"verb\":\"SAVE\",\"name\":\"x\",\"query\":\" tag:x \",\"key\":\"k\"}",
            "{\"verb\":\"SENDTICKET\",\"title\":\"a\",\"tags\":[\"x\"]}",
            "{\"verb\":\"TAKE NEXT\",\"q\":\"saved:x\"}",
            "{\"verb\":\"save\",\"name\":\"x\",\"query\":\"tag:x\"}",
            "{\"verb\":\"UNSAVE\",\"name\":\"x\",\"key\":\"u\"}",
            "{\"verb\":\"UNSAVE\",\"name\":\"x\",\"key\":\"u\"}",
            "{\"verb\":\"UNSAVE\",\"name\":\"x\"}",
            "{\"verb\":\"SAVE\",\"name\":\"x\",\"query\":\"tag:y\",\"key\":\"k\"}",
            "{\"verb\":\"SAVE\",\"name\":\"X\",\"query\":\"tag:x\"}",
            "{\"verb\":\"SAVE\",\"name\":\"x\"}",
            "{\"verb\":\"UNSAVE\",\"name\":\"x\",\"query\":\"tag:x\"}",
            "{\"verb\":\"SAVE\",\"name\":\"x\",\"query\":\"tag:x\",\"version\":1}",
            "{\"verb\":\"SAVE\",\"id\":1,\"query\":\"tag:x\"}",
            "{\"verb\":\"SAVE\",\"name\":\"x\",\"query\":\"\\u202E\"}");
    assertThat(answers.subList(0, 6))
        .extracting(answer -> answer.get("status") + " " + answer.get("seq"))
        .containsExactly("200 1", "201 2", "200 3", "200 1", "204 4", "204 4");
    assertThat(answers.get(0))
        .isEqualTo(Map.of("status", 200L, "name", "x", "seq", 1L, "changed", true));
    assertThat(answers.get(3)).containsEntry("changed", false);
    assertThat(answers.get(5)).containsEntry("duplicate", true);
    assertThat(answers.subList(6, answers.size()))
        .extracting(answer -> answer.get("status") + " " + answer.get("code"))
        .containsExactly(
            "404 not-found",
            "422 conflict",
            "400 bad-request",
            "400 bad-request",
            "400 bad-request",
            "400 bad-request",
            "400 bad-request",
            "422 bad-text");
    Reply repeated =
        door.ask("PUT", "/api/v1/saved/x", "{\"query\":\"tag:x\"}", "Idempotency-Key", "k");
    assertThat(repeated.json()).containsEntry("duplicate", true).containsEntry("seq", 1L);
  }

  @Test
  void shouldNameWhatAnItemMayAskFor() {
    for (String verb : List.of("LIST", "IDENT", "FROB")) {
      assertThat(Json.value(batch("{\"verb\":\"" + verb + "\"}").get(0), "detail").toString())
          .contains(verb)
          .endsWith(
              ": SENDTICKET, COMMENT, NOTE, TAKE, TAKE NEXT, ASSIGN, STATUS, CLOSE, REOPEN,"
                  + " PRIORITY, TAG, DUE, LINK, UNLINK, RATE, EDIT, SAVE, UNSAVE");
    }
  }

  @Test
  void shouldCarryOutAMostOf256() {
    String item = "{\"verb\":\"SENDTICKET\",\"title\":\"a\"}";
    assertThat(batch(Collections.nCopies(256, item).toArray(String[]::new))).hasSize(256);
    Reply refused = door.post(BATCH, "[" + String.join(",", Collections.nCopies(257, item)) + "]");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(Json.value(refused.json(), "detail").toString()).contains("257").contains("256");
    assertThat(door.get("/api/v1/stats").json()).containsEntry("tickets", 256L);
  }

  @Test
  void shouldSayOfEachThatNobodyAsks() {
    Reply reply = door.askAs("", "POST", BATCH, "[{\"verb\":\"SENDTICKET\",\"title\":\"a\"}]");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.array().get(0))
        .containsEntry("status", 401L)
        .containsEntry("code", "not-identified");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                    | 400
          {}                    | 400
          [                     | 400
          [{"verb":"TAKE"}      | 400
          [] x                  | 400
          [],                   | 400
          [{"verb":"TAKE",}]    | 400
          x                     | 400
          """)
  void shouldRefuseWhatIsNoArray(String body, int status) {
    Reply refused = door.post(BATCH, body);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json()).containsEntry("code", "bad-request");
  }

  @Test
  void shouldCarryOutNothingOfNothing() {
    assertThat(door.post(BATCH, " [ ] \n").body()).isEqualTo("[]\n");
  }

  @Test
  void shouldRefuseHeadersThatItsItemsHave() {
    assertThat(door.post(BATCH, "[]", "Idempotency-Key", "a").status()).isEqualTo(400);
    assertThat(door.post(BATCH, "[]", "If-Match", "\"1\"").status()).isEqualTo(400);
    assertThat(door.post(BATCH + "?a=b", "[]").status()).isEqualTo(400);
  }
}
