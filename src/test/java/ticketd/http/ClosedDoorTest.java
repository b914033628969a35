package ticketd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.credential.Token;
import ticketd.testing.ClosedDesk;
import ticketd.testing.Json;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Lifetime;
import ticketd.ticket.NewToken;

/** The HTTP door of a desk with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosedDoorTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private ClosedDesk desk;
  private TestServer server;
  private final Instant started = Instant.now();
  private final Queue<Token> sessions = new ArrayDeque<>();

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    desk = ClosedDesk.in(folder);
    for (int i = 0; i < 12; i++) {
      Token token = Token.mint(new SecureRandom());
      desk.run(
          List.of(
              new AccountCommand.MakeToken(
                  ClosedDesk.name("Ana"),
                  new NewToken(
                      token.hash(),
                      "browser",
                      Optional.empty(),
                      Optional.empty(),
                      new Lifetime.Of(Duration.ofHours(2)),
                      true))));
      sessions.add(token);
    }
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

  private HttpResponse<String> ask(String method, String path, String body, String... headers) {
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
    // Not what would go on for ever, should it be let in.
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .orTimeout(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
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
    String wrong = ClosedDesk.unlike(desk.token("Ana"));
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

  /** A browser's session of Ana that has two hours left, as the cookie that stands for it. */
  private String session() {
    return "ticketd-" + server.address().getPort() + "=" + sessions.remove().text();
  }

  private Instant end(String kept) throws IOException, InterruptedException {
    return Instant.parse(
        (String) Json.object(ask("GET", "/whoami", "", "Cookie", kept).body()).get("expiresAt"));
  }

  /** When the browser's session that ends last does so. */
  private Instant lastEnd(String name) throws IOException, InterruptedException {
    return Json.objects(Json.object(ask("GET", "/tokens", "", bearer(name)).body()), "tokens")
        .stream()
        .filter(token -> Boolean.TRUE.equals(token.get("browser")))
        .map(token -> Instant.parse((String) token.get("expiresAt")))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  @Test
  void shouldRenewASessionThatIsUsed() throws IOException, InterruptedException {
    String kept = session();
    for (String path : List.of("/tickets", "/tickets/1", "/whoami", "/tickets/99")) {
      HttpResponse<String> answer = ask("GET", path, "", "Cookie", session());
      assertThat(answer.headers().allValues("set-cookie"))
          .as(path)
          .singleElement()
          .asString()
          .contains("HttpOnly; SameSite=Strict; Max-Age=43200");
    }
    assertThat(ask("GET", "/whoami", "", "Cookie", kept).headers().firstValue("set-cookie"))
        .hasValueSatisfying(cookie -> assertThat(cookie).startsWith(kept + "; "));
    // Nothing waited for it to be stored; as one that is new, it is renewed no further then.
    Waiting.await().until(() -> end(kept).isAfter(started.plus(Duration.ofHours(11))));
    assertThat(ask("GET", "/whoami", "", "Cookie", kept).headers().firstValue("set-cookie"))
        .isEmpty();
    assertThat(ask("DELETE", "/session", "", "Cookie", kept).statusCode()).isEqualTo(204);
    assertThat(ask("GET", "/session", "", "Cookie", kept).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldRenewNoTokenThatIsShownOtherwise() throws IOException, InterruptedException {
    String kept = session();
    String token = kept.substring(kept.indexOf('=') + 1);
    assertThat(ask("GET", "/whoami", "", "Bearer " + token).headers().firstValue("set-cookie"))
        .isEmpty();
    HttpResponse<String> gone = ask("DELETE", "/session", "", "Cookie", kept);
    assertThat(gone.headers().allValues("set-cookie"))
        .hasSize(1)
        .first()
        .asString()
        .contains("=; ")
        .contains("Max-Age=0");
  }

  @Test
  void shouldLetASessionLastNoLongerThanTheTokenItWasOpenedWith()
      throws IOException, InterruptedException {
    HttpResponse<String> made = ask("POST", "/tokens", "{\"expires\":\"1h\"}", bearer("Remi"));
    HttpResponse<String> in =
        ask("PUT", "/session", "{\"token\":\"" + Json.object(made.body()).get("token") + "\"}");
    assertThat(in.statusCode()).as(in.body()).isEqualTo(204);
    String cookie = in.headers().firstValue("set-cookie").orElseThrow();
    int age = Integer.parseInt(cookie.replaceFirst("(?s).*Max-Age=(\\d+).*", "$1"));
    assertThat(age).isBetween(1, 3600);
    assertThat(lastEnd("Remi"))
        .isEqualTo(Instant.parse((String) Json.object(made.body()).get("expiresAt")));
    String kept = cookie.substring(0, cookie.indexOf(';'));
    assertThat(ask("GET", "/whoami", "", "Cookie", kept).headers().firstValue("set-cookie"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /session, AUTH",
    "GET, /session, WHOAMI",
    "DELETE, /session, TOKEN",
    "GET, /whoami, WHOAMI",
    "GET, /tokens, TOKEN",
    "POST, /tokens, TOKEN",
    "DELETE, /tokens/7, TOKEN",
    "PUT, /password, PASSWD",
    "GET, /users, USER",
    "POST, /users, USER",
    "PATCH, /users/Ana, USER"
  })
  void shouldTakeNoKeyWhereTheAnswerCouldNotBeGivenTwice(String method, String path, String verb)
      throws IOException, InterruptedException {
    String body = "{\"name\":\"Eve\",\"password\":\"" + ClosedDesk.PASSWORD + "\"}";
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1" + path))
            .method(
                method,
                method.equals("GET") || method.equals("DELETE")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", bearer("Jules"))
            .header("Accept-Language", "en")
            .header("Idempotency-Key", "k1")
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"bad-request\"", verb, "key")
        .doesNotContain(ClosedDesk.PASSWORD);
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
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
  void shouldNotWaitForALongBodyOfNobody() {
    for (String request :
        List.of("POST /api/v1/tickets", "POST /api/v1/batch", "PUT /api/v1/session")) {
      for (String body :
          List.of(
              "Content-Length: 4097\r\n\r\nx",
              "Content-Length: 100000000\r\n\r\nx",
              "Transfer-Encoding: chunked\r\n\r\n1001\r\nx",
              "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\nffffffff\r\nx")) {
        try (RawHttp nobody = new RawHttp(server.address())) {
          nobody.send(request + " HTTP/1.1\r\nHost: localhost\r\n" + body);
          Reply reply = nobody.reply();
          assertThat(reply.status())
              .as(request + " " + body)
              .isEqualTo(request.startsWith("PUT") ? 413 : 401);
          assertThat(reply.headers()).containsEntry("connection", "close");
        }
      }
    }
    try (RawHttp nobody = new RawHttp(server.address())) {
      String old =
          "POST /api/v1/tickets HTTP/1.0\r\nHost: localhost\r\nContent-Length: 4097\r\n\r\nx";
      assertThat(nobody.send(old).reply().status()).isEqualTo(401);
    }
    try (RawHttp known = new RawHttp(server.address())) {
      String body = "x".repeat(4097);
      known.send(
          "POST /api/v1/tickets/1/comments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4097\r\n"
              + "Authorization: "
              + bearer("Ana")
              + "\r\n\r\n");
      assertThat(known.send(body).reply().status()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 65536\r\n\r\nx",
        "Content-Length: 65536\r\nExpect: 100-continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n1000\r\nx",
      })
  void shouldNotWaitForALongBodyOfWhoProvesNothing(String body) {
    String wrong = ClosedDesk.unlike(desk.token("Ana"));
    for (String shown :
        List.of(
            "Authorization: Bearer " + wrong,
            "Authorization: Basic " + basic("Ana", ""),
            "Cookie: a=b",
            "Cookie: ticketd-" + server.address().getPort() + "=" + wrong)) {
      for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
        try (RawHttp nobody = new RawHttp(server.address())) {
          nobody.send(
              "POST /api/v1/tickets "
                  + version
                  + "\r\nHost: localhost\r\n"
                  + shown
                  + "\r\n"
                  + body);
          boolean isOfNoSuchVersion = version.endsWith("0") && body.startsWith("T");
          Reply reply = nobody.reply();
          assertThat(reply.status()).as(shown).isEqualTo(isOfNoSuchVersion ? 400 : 401);
          assertThat(reply.headers()).containsEntry("connection", "close");
        }
      }
    }
    try (RawHttp known = new RawHttp(server.address())) {
      known.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
              + bearer("Ana")
              + "\r\n"
              + body.replace("65536", "4097").replace("4096", "4097"));
      String rest =
          body.startsWith("T")
              ? "x".repeat(4095) + "\r\n0\r\n\r\n"
              : "x".repeat(body.endsWith("x") ? 4096 : 4097);
      // Over a title's length: it was read to its end, as somebody's.
      assertThat(known.send(rest).rest()).contains("\r\nConnection: close").contains("422 ");
    }
  }

  private HttpResponse<String> held(String path, String tag, String shown, String credential)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1" + path))
            .header("If-None-Match", tag)
            .header(shown, credential)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String filedByRita() throws IOException, InterruptedException {
    HttpResponse<String> filed = ask("POST", "/tickets", "rita's own", bearer("Rita"));
    return "/tickets/" + Json.number(Json.object(filed.body()), "id");
  }

  private static String tag(HttpResponse<String> answer) {
    return answer.headers().firstValue("etag").orElseThrow();
  }

  private static List<String> varies(HttpResponse<String> answer) {
    return answer.headers().allValues("vary");
  }

  @Test
  void shouldNotTellOfATicketThatItIsAsSomebodyElseHadIt()
      throws IOException, InterruptedException {
    String path = filedByRita();
    HttpResponse<String> first = ask("GET", path, "", bearer("Rita"));
    assertThat(varies(first)).containsExactly("Authorization, Cookie, Accept-Encoding");
    HttpResponse<String> same = held(path, tag(first), "Authorization", bearer("Rita"));
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(varies(same)).isEqualTo(varies(first));

    assertThat(ask("POST", path + "/notes", "secret", bearer("Ana")).statusCode()).isEqualTo(201);
    assertThat(ask("POST", path + "/comments", "x", bearer("Ana")).statusCode()).isEqualTo(201);
    HttpResponse<String> agents = ask("GET", path, "", bearer("Ana"));
    assertThat(agents.body()).contains("secret");
    HttpResponse<String> in = ask("PUT", "/session", "{\"token\":\"" + desk.token("Rita") + "\"}");
    String cookie = in.headers().firstValue("set-cookie").orElseThrow();
    HttpResponse<String> own =
        held(path, tag(agents), "Cookie", cookie.substring(0, cookie.indexOf(';')));
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(own.body()).contains("rita's own").doesNotContain("secret");
    assertThat(held(path, tag(own), "Authorization", bearer("Rita")).statusCode()).isEqualTo(304);
    assertThat(tag(own)).isEqualTo(tag(agents));
    assertThat(held(path, tag(own), "Cookie", session()).body()).contains("secret");
    assertThat(held(path, tag(agents), "Authorization", bearer("Ana")).statusCode()).isEqualTo(304);
  }

  @Test
  void shouldTagATicketByTheLinksThatItsReaderSees() throws IOException, InterruptedException {
    String path = filedByRita();
    String id = path.substring("/tickets/".length());
    String version = tag(ask("GET", path, "", bearer("Rita")));
    String link = "{\"type\":\"relates\",\"id\":" + id + "}";
    assertThat(ask("POST", "/tickets/1/links", link, bearer("Ana")).statusCode()).isEqualTo(200);
    assertThat(tag(ask("GET", path, "", bearer("Rita")))).isEqualTo(version);
    HttpResponse<String> set = ask("POST", filedByRita() + "/links", link, bearer("Ana"));
    String seen = "\"1-" + Json.number(Json.object(set.body()), "seq") + "\"";
    assertThat(ask("POST", "/tickets/1/links", link.replace("relates", "blocks"), bearer("Ana")))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    HttpResponse<String> changed = held(path, version, "Authorization", bearer("Rita"));
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(tag(changed)).isEqualTo(seen);
  }

  @Test
  void shouldOpenASessionThatMayReadByATokenThatMayRead() throws IOException, InterruptedException {
    HttpResponse<String> made = ask("POST", "/tokens", "{\"cap\":\"read\"}", bearer("Rita"));
    HttpResponse<String> in =
        ask("PUT", "/session", "{\"token\":\"" + Json.object(made.body()).get("token") + "\"}");
    assertThat(in.statusCode()).as(in.body()).isEqualTo(204);
    String cookie = in.headers().firstValue("set-cookie").orElseThrow();
    String kept = cookie.substring(0, cookie.indexOf(';'));
    assertThat(ask("GET", "/tickets", "", "Cookie", kept).statusCode()).isEqualTo(200);
    assertThat(ask("POST", "/tickets", "x", "Cookie", kept).statusCode()).isEqualTo(403);
    assertThat(ask("POST", "/tokens", "{\"cap\":\"read\"}", "Cookie", kept).statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /session",
    "DELETE, /session",
    "POST, /tokens",
    "DELETE, /tokens/7",
    "PUT, /password",
    "POST, /users",
    "PATCH, /users/Ana"
  })
  void shouldCompareNoVersionWhereThereIsNone(String method, String path)
      throws IOException, InterruptedException {
    for (String header : List.of("If-Match", "If-None-Match")) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1" + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .header("Authorization", bearer("Jules"))
              .header("Accept-Language", "en")
              .header(header, "\"1\"")
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(header).isEqualTo(400);
      assertThat(answer.body()).contains(header + " says nothing");
    }
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
    for (String path : List.of("/tickets", "/tickets/1", "/whoami", "/session")) {
      assertTlsIsRequired(passedOn(path).header("Authorization", bearer("Ana")));
      assertTlsIsRequired(passedOn(path).header("Cookie", session()));
    }
    assertTlsIsRequired(
        passedOn("/session")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + desk.token("Ana") + "\"}")));
  }

  private HttpRequest.Builder passedOn(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1" + path))
        .header("Via", "1.1 proxy");
  }

  private void assertTlsIsRequired(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"tls-required\"");
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
  }
}
