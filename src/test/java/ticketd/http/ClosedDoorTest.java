package ticketd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.testing.ClosedDesk;
import ticketd.testing.Json;
import ticketd.testing.TestServer;

/** The HTTP door of a desk with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosedDoorTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private ClosedDesk desk;
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    desk = ClosedDesk.in(folder);
    server = TestServer.start(folder);
    assertThat(ask("POST", "/tickets", "ana's", bearer("Ana")).statusCode()).isEqualTo(201);
    assertThat(ask("POST", "/tickets", "rita's", bearer("Rita")).statusCode()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String bearer(String name) {
    return "Bearer " + desk.token(name);
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    String root = path.startsWith("//") ? "" : "/api/v1";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + server.address().getPort()
                        + root
                        + path.replace("//", "/")))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length == 1) {
      request.header("Authorization", headers[0]);
    } else if (headers.length == 2) {
      request.header(headers[0], headers[1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /tickets",
    "GET, /tickets/1",
    "POST, /tickets",
    "POST, /tickets/1/comments",
    "POST, /batch",
    "POST, /take-next",
    "GET, /events",
    "GET, /stats",
    "GET, /stats/series",
    "GET, /report",
    "GET, /whoami",
    "GET, /tokens",
    "POST, /tokens",
    "GET, /users",
    "POST, /users",
    "GET, /session"
  })
  void shouldAskForAToken(String method, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(method, path, "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"not-identified\"");
    assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
    String wrong = desk.token("Ana").substring(0, 36) + "x";
    for (String shown : List.of("Bearer " + wrong, "Bearer x", "Basic " + basic("ana", ""))) {
      HttpResponse<String> refused = ask(method, path, "", shown);
      assertThat(refused.statusCode()).as(shown).isEqualTo(401);
      assertThat(refused.body()).contains("\"auth-failed\"").doesNotContain(wrong);
    }
  }

  private static String basic(String name, String secret) {
    return Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
  }

  @Test
  void shouldKnowWhoShowsAToken() throws IOException, InterruptedException {
    for (String shown : List.of(bearer("Ana"), "Basic " + basic("anything", desk.token("Ana")))) {
      HttpResponse<String> answer = ask("GET", "/whoami", "", shown);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Json.object(answer.body()))
          .containsEntry("name", "Ana")
          .containsEntry("role", "agent")
          .containsEntry("method", "token");
    }
  }

  @Test
  void shouldShowARequesterWhatIsOwnAndNothingElse() throws IOException, InterruptedException {
    HttpResponse<String> list = ask("GET", "/tickets", "", bearer("Rita"));
    assertThat(list.body()).contains("rita's").doesNotContain("ana's");
    HttpResponse<String> others = ask("GET", "/tickets/1", "", bearer("Rita"));
    HttpResponse<String> missing = ask("GET", "/tickets/9", "", bearer("Rita"));
    assertThat(others.statusCode()).isEqualTo(404);
    assertThat(others.body()).isEqualTo(missing.body().replace("#9", "#1"));
    for (String path : List.of("/stats", "/stats/series", "/report", "/users")) {
      assertThat(ask("GET", path, "", bearer("Rita")).statusCode()).as(path).isEqualTo(403);
      assertThat(ask("GET", path, "", bearer("Jules")).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(ask("POST", "/tickets/2/take", "", bearer("Rita")).statusCode()).isEqualTo(403);
    assertThat(ask("POST", "/tickets/1/comments", "x", bearer("Rita")).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldKeepASessionOfABrowserAndEndIt() throws IOException, InterruptedException {
    HttpResponse<String> in =
        ask("PUT", "/session", "{\"name\":\"jules\",\"password\":\"" + ClosedDesk.PASSWORD + "\"}");
    assertThat(in.statusCode()).isEqualTo(204);
    String cookie = in.headers().firstValue("set-cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
    String kept = cookie.substring(0, cookie.indexOf(';'));
    assertThat(ask("GET", "/session", "", "Cookie", kept).body()).contains("Jules");
    assertThat(ask("GET", "/tokens", "", "Cookie", kept).body()).contains("\"browser\":true");
    assertThat(ask("DELETE", "/session", "", "Cookie", kept).statusCode()).isEqualTo(204);
    assertThat(ask("GET", "/session", "", "Cookie", kept).statusCode()).isEqualTo(401);
    HttpResponse<String> wrong =
        ask("PUT", "/session", "{\"name\":\"jules\",\"password\":\"no such\"}");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void shouldManageAccountsAndTokens() throws IOException, InterruptedException {
    HttpResponse<String> added =
        ask("POST", "/users", "{\"name\":\"Zoe\",\"role\":\"agent\"}", bearer("Jules"));
    assertThat(added.statusCode()).isEqualTo(201);
    String token = "Bearer " + Json.object(added.body()).get("token");
    HttpResponse<String> made = ask("POST", "/tokens", "{\"cap\":\"read\"}", token);
    assertThat(made.statusCode()).isEqualTo(201);
    String reading = "Bearer " + Json.object(made.body()).get("token");
    assertThat(ask("GET", "/tickets", "", reading).statusCode()).isEqualTo(200);
    assertThat(ask("POST", "/tickets", "x", reading).statusCode()).isEqualTo(403);
    String id = Long.toString(Json.number(Json.object(made.body()), "id"));
    assertThat(ask("DELETE", "/tokens/" + id, "", bearer("Ana")).statusCode()).isEqualTo(404);
    assertThat(ask("DELETE", "/tokens/" + id, "", token).statusCode()).isEqualTo(204);
    assertThat(ask("GET", "/tickets", "", reading).statusCode()).isEqualTo(401);
    assertThat(ask("PATCH", "/users/Zoe", "{\"enabled\":false}", bearer("Jules")).statusCode())
        .isEqualTo(200);
    assertThat(ask("GET", "/whoami", "", token).statusCode()).isEqualTo(401);
    assertThat(ask("PATCH", "/users/Jules", "{\"role\":\"agent\"}", bearer("Jules")).statusCode())
        .isEqualTo(409);
  }

  @Test
  void shouldServeThePagesAndItsHealthToEverybody() throws IOException, InterruptedException {
    for (String path : List.of("//", "//health/live", "//openapi.json", "//metrics")) {
      assertThat(ask("GET", path, "").statusCode()).as(path).isEqualTo(200);
    }
    assertThat(ask("GET", "//metrics", "", "X-Forwarded-For", "192.0.2.1").statusCode())
        .isEqualTo(401);
  }

  @Test
  void shouldTakeNoSecretThatAProxyPassedOnInPlain() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/whoami"))
            .header("Authorization", bearer("Ana"))
            .header("Via", "1.1 proxy")
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"tls-required\"");
  }
}
