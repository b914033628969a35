package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.TestServer.Setup;

/** Saved queries over HTTP, beside the same as lines. */
class SavedRoutesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String SAVED = "/saved";

  @TempDir Path folder;
  private TestServer server;
  private LineClient ana;

  @BeforeEach
  void start() {
    server = TestServer.start(Setup.in(folder).speaking(Locale.ENGLISH));
    ana = server.connect("Ana");
    ana.status("FORMAT json");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/api/v1" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Accept-Language", "en")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString("Ana:".getBytes(StandardCharsets.UTF_8)));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private Map<String, Object> ok(String method, String path, String body, String... headers)
      throws Exception {
    HttpResponse<String> response = ask(method, path, body, headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.object(response.body());
  }

  @Test
  void shouldNotOverwriteWhereNothingIsToBeThere() throws Exception {
    HttpResponse<String> refused = ask("PUT", SAVED + "/x", "status:open", "If-None-Match", "*");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("If-None-Match");
    assertThat(ask("GET", SAVED + "/x", "").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldSaveShowAndRemove() throws Exception {
    assertThat(ok("GET", SAVED, "")).isEqualTo(Map.of("saved", List.of()));
    assertThat(ok("PUT", SAVED + "/mine", "{\"query\":\"assignee:me \\\"a b\\\"\"}"))
        .isEqualTo(Map.of("name", "mine", "seq", 1L, "changed", true));
    assertThat(ok("PUT", SAVED + "/mine", "assignee:me \"a b\"\n"))
        .isEqualTo(Map.of("name", "mine", "seq", 1L, "changed", false));
    ok("PUT", SAVED + "/hot", "tag:hot");
    assertThat(ok("GET", SAVED + "/mine", ""))
        .isEqualTo(Map.of("name", "mine", "query", "assignee:me \"a b\""));
    assertThat(Json.objects(ok("GET", SAVED, ""), "saved"))
        .isEqualTo(ana.askJson("SAVED").subList(0, 2));
    HttpResponse<String> removed = ask("DELETE", SAVED + "/mine", "");
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
    for (String method : List.of("GET", "DELETE")) {
      HttpResponse<String> none = ask(method, SAVED + "/mine", "");
      assertThat(none.statusCode()).isEqualTo(404);
      assertThat(Json.object(none.body()))
          .containsEntry("code", "not-found")
          .containsEntry("detail", Json.object(ana.status("UNSAVE mine")).get("message"));
    }
  }

  @Test
  void shouldUseWhatIsSavedByNow() throws Exception {
    ok("PUT", SAVED + "/x", "tag:x");
    ana.statusJson("SENDTICKET {\"title\":\"x\",\"tags\":[\"x\"]}");
    ana.statusJson("SENDTICKET {\"title\":\"y\"}");
    assertThat(ok("GET", "/tickets?q=saved:x", "")).containsEntry("count", 1L);
    assertThat(ok("GET", "/tickets?q=-saved:x+y", "")).containsEntry("count", 1L);
    assertThat(Json.objects(ok("GET", "/report?q=saved:x", ""), "groups").get(0))
        .containsEntry("filed", 1L);
    assertThat(ok("POST", "/take-next?q=-saved:x", "")).containsEntry("id", 2L);
    for (String path : List.of("/tickets?q=saved:z", "/report?q=saved:z", "/events?q=-saved:z")) {
      HttpResponse<String> refused = ask("GET", path, "");
      assertThat(refused.statusCode()).as(path).isEqualTo(400);
      assertThat(Json.object(refused.body())).containsEntry("code", "bad-request");
    }
    assertThat(ask("POST", "/take-next?q=saved:z", "").statusCode()).isEqualTo(400);
    HttpResponse<String> rows =
        ask("GET", "/tickets?q=saved:x", "", "Accept", "application/x-ndjson");
    assertThat(rows.body().lines()).hasSize(1);
  }

  @Test
  void shouldShowInAStreamWhatMatchesASavedQuery() throws Exception {
    ok("PUT", SAVED + "/x", "tag:x");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.port() + "/api/v1/events?q=saved:x"))
            .header("Accept", "application/x-ndjson")
            .build();
    try (var lines = HTTP.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      ok("PUT", SAVED + "/x", "tag:y");
      ana.statusJson("SENDTICKET {\"title\":\"y\",\"tags\":[\"y\"]}");
      ana.statusJson("SENDTICKET {\"title\":\"x\",\"tags\":[\"x\"]}");
      assertThat(lines.filter(line -> line.contains("\"filed\"")).findFirst().orElseThrow())
          .contains("\"id\":2");
    }
  }

  @Test
  void shouldCarryOutOnceWhateverDoorTheRepeatComesThrough() throws Exception {
    Map<String, Object> first = ok("PUT", SAVED + "/x", "tag:x", "Idempotency-Key", "k");
    Map<String, Object> line = ana.statusJson("@k SAVE x tag:x");
    assertThat(line).containsAllEntriesOf(first).containsEntry("duplicate", true);
    ana.statusJson("@u UNSAVE x");
    assertThat(ask("DELETE", SAVED + "/x", "", "Idempotency-Key", "u").statusCode()).isEqualTo(204);
    assertThat(ask("DELETE", SAVED + "/x", "").statusCode()).isEqualTo(404);
    assertThat(ask("PUT", SAVED + "/x", "tag:y", "Idempotency-Key", "k").statusCode())
        .isEqualTo(422);
  }

  @Test
  void shouldRefuseInTheSameWordsAsOfALine() throws Exception {
    for (String[] both :
        new String[][] {
          {"SAVE X tag:x", "PUT", "/saved/X", "tag:x"},
          {"SAVE x saved:y", "PUT", "/saved/x", "{\"query\":\"saved:y\"}"},
          {"SAVE x limit:3", "PUT", "/saved/x", "limit:3"},
          {"SAVE x \u202E", "PUT", "/saved/x", "\u202E"},
          {"UNSAVE X", "DELETE", "/saved/X", ""},
          {"UNSAVE x", "DELETE", "/saved/x", ""},
        }) {
      HttpResponse<String> refused = ask(both[1], both[2], both[3]);
      Map<String, Object> expected = Json.object(ana.status(both[0]));
      Map<String, Object> problem = Json.object(refused.body());
      assertThat(problem.get("code")).as(both[0]).isEqualTo(expected.get("code"));
      // Of a character, the column on the line is another one.
      if (!both[0].contains("\u202E")) {
        assertThat(problem.get("detail")).as(both[0]).isEqualTo(expected.get("message"));
      }
    }
    for (String body : List.of("", " ", "{}", "{\"query\":\"\"}", "{\"q\":\"tag:x\"}")) {
      assertThat(ask("PUT", SAVED + "/x", body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(ask("PUT", SAVED + "/x", "tag:x", "If-Match", "\"1\"").statusCode()).isEqualTo(400);
    assertThat(ask("GET", SAVED, "", "Idempotency-Key", "k").statusCode()).isEqualTo(400);
  }
}
