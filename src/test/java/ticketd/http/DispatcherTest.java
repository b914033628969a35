package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import ticketd.desk.UnreadableException;
import ticketd.door.Peer;
import ticketd.journal.FileAccess;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.ticket.Identity;

/** What becomes of a request before its handler has it, and of an answer behind it. */
class DispatcherTest {
  private static final String LOCAL = "Host: localhost\r\n";
  @TempDir static Path folder;
  @TempDir static Path other;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The answer to a request of this head, whose lines end in CR LF, and of this body. */
  private static String answer(String head, String body) {
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    try (RawHttp peer = new RawHttp(server.address())) {
      return peer.send(head + length + "Connection: close\r\n\r\n" + body).rest();
    }
  }

  private static String get(String path, String... lines) {
    return answer("GET " + path + " HTTP/1.1\r\n" + LOCAL + crlf(lines), "");
  }

  private static String crlf(String... lines) {
    return Arrays.stream(lines).map(line -> line + "\r\n").collect(Collectors.joining());
  }

  private static int status(String reply) {
    return Integer.parseInt(reply.substring(9, 12));
  }

  private static String header(String reply, String name) {
    String head = reply.substring(0, reply.indexOf("\r\n\r\n"));
    return head.lines()
        .filter(
            line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .collect(Collectors.joining(" | "));
  }

  private static String body(String reply) {
    String bytes = reply.substring(reply.indexOf("\r\n\r\n") + 4);
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  // The gate

  @ParameterizedTest
  @CsvSource({
    "/, evil.example:12345, 421",
    "/health/live, evil.example, 421",
    "/nothing, evil.example, 421",
    "http://evil.example/health/live, localhost, 421",
    "http://localhost/health/live, evil.example, 421",
    "http://evil.example/health/live, evil.example, 421",
    "http://127.0.0.1:9/health/live, LOCALHOST:1, 200",
    "https://desk.example/health/live?, desk.example, 200",
    "http://localhost/health/../live, localhost, 404",
    "/health/live, desk.example:8443, 200",
    "/health/live, '[::1]:80', 200",
  })
  void shouldServeItsOwnNamesAlone(String target, String host, int expected) {
    String reply = answer("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n", "");
    assertThat(status(reply)).isEqualTo(expected);
    if (expected == 421) {
      assertThat(reply).contains("application/problem+json", "\"code\":\"forbidden\"");
    }
  }

  @Test
  void shouldServeHealthAloneWhereNoHostIsNamed() {
    assertThat(status(answer("GET /health/live HTTP/1.0\r\n", ""))).isEqualTo(200);
    assertThat(status(answer("GET /api/v1/stats HTTP/1.0\r\n", ""))).isEqualTo(421);
    assertThat(status(answer("GET / HTTP/1.0\r\n", ""))).isEqualTo(421);
    assertThat(status(answer("GET / HTTP/1.0\r\n" + LOCAL, ""))).isEqualTo(200);
  }

  /** A form, an image or a script of another page, with all that a browser sends along. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Origin: http://evil.example",
        "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Origin: http://evil.example",
        "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: cors|Origin: http://localhost:8080",
        "Origin: http://evil.example",
        "Origin: http://localhost:1",
        "Origin: null",
      })
  void shouldStoreNothingForAForeignPage(String headers) {
    String line = headers.replace("|", "\r\n") + "\r\n";
    String who = "Authorization: " + basic("jules") + "\r\n";
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      String reply =
          answer(
              "POST /api/v1/tickets HTTP/1.1\r\n"
                  + LOCAL
                  + who
                  + line
                  + "Content-Type: "
                  + type
                  + "\r\n",
              "{\"title\":\"forged\"}");
      assertThat(status(reply)).isEqualTo(403);
      assertThat(reply).contains("\"code\":\"forbidden\"", "Cross-Origin-Resource-Policy");
    }
    try (LineClient client = server.connect("jules")) {
      assertThat(client.status("LIST forged")).isEqualTo("[OK] 0 tickets");
    }
  }

  @Test
  void shouldStoreForItsOwnPageAndForNoBrowser() {
    String filing = "POST /api/v1/tickets HTTP/1.1\r\nAuthorization: " + basic("ada") + "\r\n";
    String own = LOCAL + "Sec-Fetch-Site: same-origin\r\n";
    String proxied = "Host: desk.example\r\nOrigin: https://desk.example\r\nVia: 1.1 proxy\r\n";
    for (String page : List.of(own, proxied, LOCAL)) {
      assertThat(status(answer(filing + page, "Disk full"))).isEqualTo(201);
    }
  }

  @Test
  void shouldFollowALinkToAPageAlone() {
    String[] link = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"};
    assertThat(status(get("/", link))).isEqualTo(200);
    assertThat(status(get("/t/7", link))).isEqualTo(200);
    assertThat(status(get("/api/v1/stats", link))).isEqualTo(403);
    assertThat(status(get("/api/v1/stats", "Sec-Fetch-Site: cross-site"))).isEqualTo(403);
  }

  // Who

  private static String basic(String who) {
    return "Basic "
        + Base64.getEncoder().encodeToString((who + ":").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldKeepANameInABrowser() {
    String put = answer("PUT /api/v1/session HTTP/1.1\r\n" + LOCAL, "{\"name\":\"Jules V\"}");
    assertThat(status(put)).isEqualTo(204);
    String cookie = header(put, "Set-Cookie");
    assertThat(cookie)
        .startsWith("ticketd-" + server.port() + "=")
        .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
        .doesNotContain("Secure");
    String sent = "Cookie: a=b; " + cookie.substring(0, cookie.indexOf(';'));
    assertThat(body(get("/api/v1/session", sent)).strip()).isEqualTo("{\"name\":\"Jules V\"}");
    assertThat(body(get("/api/v1/session", sent, "Authorization: " + basic("Zoé"))).strip())
        .isEqualTo("{\"name\":\"Zoé\"}");
    String filed = answer("POST /api/v1/tickets HTTP/1.1\r\n" + LOCAL + sent + "\r\n", "Disk full");
    assertThat(status(filed)).isEqualTo(201);
    assertThat(body(get("/api/v1" + header(filed, "Location").replace("/api/v1", ""))))
        .contains("\"author\":\"Jules V\"");
    String end = answer("DELETE /api/v1/session HTTP/1.1\r\n" + LOCAL + sent + "\r\n", "");
    assertThat(status(end)).isEqualTo(204);
    assertThat(header(end, "Set-Cookie"))
        .startsWith("ticketd-" + server.port() + "=;")
        .contains("Max-Age=0", "Path=/");
  }

  @Test
  void shouldLogThatSomebodyIdentifiedThemselvesWhereTheyDo() {
    List<String> told = new CopyOnWriteArrayList<>();
    QuietLog log =
        new QuietLog() {
          @Override
          public void identified(String peer, Identity who) {
            told.add(peer + " " + who);
          }
        };
    try (LocalDoor door = new LocalDoor(other.resolve("logged"), FileAccess.system(), log)) {
      assertThat(door.get("/api/v1/stats").status()).isEqualTo(200);
      assertThat(told).isEmpty();
      assertThat(door.ask("PUT", "/api/v1/session", "Zoé").status()).isEqualTo(204);
      assertThat(told).containsExactly("127.0.0.1:1 Zoé");
    }
  }

  @Test
  void shouldTakeTheNameAloneForABodyToo() {
    for (String text : List.of("jules", "jules\n", "jules\r\n", " {\"name\":\"jules\"}")) {
      String reply = answer("PUT /api/v1/session HTTP/1.1\r\n" + LOCAL, text);
      assertThat(status(reply)).as(text).isEqualTo(text.startsWith(" ") ? 400 : 204);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"jules\",\"password\":\"x\"} | 401 | auth-failed",
        "{\"token\":\"tkd_0\"} | 401 | auth-failed",
        "{\"name\":\"me\"} | 400 | bad-request",
        "{\"name\":\"<b>\"} | 400 | bad-request",
        "{\"nam\":\"jules\"} | 400 | bad-request",
        "{} | 400 | bad-request",
        "next | 400 | bad-request",
        "{\"name\":7} | 400 | bad-request",
      })
  void shouldRefuseWhatIsNoName(String body, int status, String code) {
    String reply = answer("PUT /api/v1/session HTTP/1.1\r\n" + LOCAL, body);
    assertThat(status(reply)).isEqualTo(status);
    assertThat(reply).contains("\"code\":\"" + code + "\"");
    assertThat(header(reply, "Set-Cookie")).isEmpty();
  }

  @Test
  void shouldLookAtWhatIsSentOfAPersonOnReadsTooButNotForAPage() {
    String secret = "Authorization: Bearer tkd_0123";
    assertThat(status(get("/api/v1/stats", secret))).isEqualTo(401);
    assertThat(body(get("/api/v1/stats", secret))).contains("\"code\":\"auth-failed\"");
    assertThat(status(get("/", secret))).isEqualTo(200);
    assertThat(status(get("/health/ready", secret))).isEqualTo(200);
    assertThat(status(get("/api/v1/stats", "Cookie: ticketd-" + server.port() + "=%%")))
        .isEqualTo(200);
  }

  @Test
  void shouldMakeNoBrowserAskForAPasswordOverTheBoard() {
    assertThat(header(get("/api/v1/session"), "WWW-Authenticate")).startsWith("Basic ");
    String[] typed = {"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate"};
    assertThat(header(get("/api/v1/session", typed), "WWW-Authenticate")).startsWith("Basic ");
    String[] script = {"Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"};
    assertThat(header(get("/api/v1/session", script), "WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"ticketd\"");
    String filing = answer("POST /api/v1/tickets HTTP/1.1\r\n" + LOCAL + crlf(script), "Disk");
    assertThat(status(filing)).isEqualTo(401);
    assertThat(header(filing, "WWW-Authenticate")).startsWith("Bearer ");
  }

  // Paths and methods

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/live/",
        "//health/live",
        "/health//live",
        "/./health/live",
        "/x/../health/live",
        "/x/%2e%2e/health/live",
        "/health/%2e/live",
        "/health%2flive",
        "/Health/live",
        "/assets/../index.html",
      })
  void shouldFindNothingAtAnotherSpellingOfAPath(String path) {
    String reply = get(path);
    assertThat(status(reply)).isEqualTo(404);
    assertThat(reply).contains("application/problem+json", "\"code\":\"bad-request\"");
  }

  @Test
  void shouldSayWhichMethodsAPathHas() {
    String options = answer("OPTIONS /api/v1/session HTTP/1.1\r\n" + LOCAL, "");
    assertThat(status(options)).isEqualTo(204);
    assertThat(header(options, "Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PUT");
    assertThat(options).doesNotContain("Access-Control");
    for (String method : List.of("POST", "PATCH", "TRACE")) {
      String reply = answer(method + " /api/v1/session HTTP/1.1\r\n" + LOCAL, "");
      assertThat(status(reply)).isEqualTo(405);
      assertThat(header(reply, "Allow")).isEqualTo(header(options, "Allow"));
      assertThat(reply).contains("\"code\":\"bad-request\"");
    }
    String tunnel = answer("CONNECT localhost:1 HTTP/1.1\r\n" + LOCAL, "");
    assertThat(status(tunnel)).isEqualTo(405);
    assertThat(header(tunnel, "Allow")).contains("GET");
  }

  @Test
  void shouldAnswerHeadAsGetWithoutTheBody() {
    for (String path : List.of("/", "/health/live", "/nothing")) {
      String got = get(path);
      String head = answer("HEAD " + path + " HTTP/1.1\r\n" + LOCAL, "");
      assertThat(body(head)).isEmpty();
      assertThat(body(got)).isNotEmpty();
      assertThat(withoutDate(head)).isEqualTo(withoutDate(got));
    }
  }

  private static List<String> withoutDate(String reply) {
    return reply
        .substring(0, reply.indexOf("\r\n\r\n"))
        .lines()
        .filter(line -> !line.startsWith("Date:"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/session?name=x, 400",
    "/api/v1/session?, 401",
    "/api/v1/stats?q=%ff, 400",
    "/api/v1/tickets?q=a&q=b, 400",
    "/api/v1/tickets?q=status:open+disk, 200",
    "/api/v1/tickets?q=%73tatus:open%20disk, 200",
  })
  void shouldReadParametersStrictly(String target, int status) {
    assertThat(status(get(target))).isEqualTo(status);
  }

  // Bodies

  @Test
  void shouldRefuseABodyThatIsLongerThanItsRouteTakes() {
    String put = "PUT /api/v1/session HTTP/1.1\r\n" + LOCAL;
    String reply = answer(put, "x".repeat(4097));
    assertThat(status(reply)).isEqualTo(413);
    assertThat(reply).contains("\"code\":\"line-too-long\"");
    assertThat(status(answer(put, "jules" + " ".repeat(4091)))).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding: gzip | 415",
        "Content-Type: text/plain; charset=iso-8859-1 | 415",
        "Content-Type: multipart/form-data; boundary=x | 415",
        "Content-Type: text/plain; charset=UTF-8 | 204",
        "Content-Type: application/x-www-form-urlencoded | 204",
        "Content-Encoding: identity | 204",
      })
  void shouldRefuseABodyThatItCannotRead(String header, int status) {
    String reply = answer("PUT /api/v1/session HTTP/1.1\r\n" + LOCAL + header + "\r\n", "jules");
    assertThat(status(reply)).isEqualTo(status);
  }

  @Test
  void shouldRefuseABodyWhereNoneIsTaken() {
    String reply = answer("GET /api/v1/session HTTP/1.1\r\n" + LOCAL, "jules");
    assertThat(status(reply)).isEqualTo(400);
  }

  // Answers

  @Test
  void shouldShowAPersonAPageWhereNothingIs() {
    String person = "Sec-Fetch-Mode: navigate";
    for (String path : List.of("/nothing", "/t/3/", "/board/x")) {
      String page = get(path, person);
      assertThat(status(page)).as(path).isEqualTo(404);
      assertThat(header(page, "Content-Type")).as(path).startsWith("text/html");
      assertThat(header(page, "Content-Security-Policy")).as(path).isNotEmpty();
      assertThat(header(get(path), "Content-Type")).as(path).startsWith("application/problem+json");
      assertThat(header(get(path, "Sec-Fetch-Mode: cors"), "Content-Type"))
          .as(path)
          .startsWith("application/problem+json");
    }
    assertThat(header(get("/api/v1/nothing", person), "Content-Type"))
        .startsWith("application/problem+json");
  }

  @Test
  void shouldSayOnEveryAnswerThatItIsForNoOtherSite() {
    for (String path : List.of("/", "/health/live", "/nothing", "/api/v1/stats", "/metrics")) {
      String reply = get(path);
      assertThat(header(reply, "Cross-Origin-Resource-Policy")).as(path).isEqualTo("same-origin");
      assertThat(header(reply, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(header(reply, "Referrer-Policy")).as(path).isEqualTo("no-referrer");
      assertThat(header(reply, "Server")).as(path).isEqualTo("ticketd");
      assertThat(header(reply, "Cache-Control"))
          .as(path)
          .isEqualTo(path.equals("/") ? "no-cache" : "no-store");
      assertThat(header(reply, "Content-Security-Policy").isEmpty())
          .as(path)
          .isEqualTo(!path.equals("/"));
    }
  }

  @ParameterizedTest
  @CsvSource({"fr, fr, Introuvable", "'de, fr;q=0.1', fr, Introuvable", "en, en, Not found"})
  void shouldSpeakTheLanguageOfWhoeverAsks(String accepted, String spoken, String title) {
    String reply = get("/api/v1/tickets/99", "Accept-Language: " + accepted);
    assertThat(status(reply)).isEqualTo(404);
    assertThat(header(reply, "Content-Language")).isEqualTo(spoken);
    assertThat(body(reply))
        .contains(
            "\"type\":\"urn:ticketd:not-found\"",
            "\"title\":\"" + title + "\"",
            "\"status\":404",
            "\"code\":\"not-found\"");
  }

  @Test
  void shouldCompressWhatIsLarge() {
    String large = get("/openapi.json", "Accept-Encoding: gzip");
    assertThat(header(large, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(large, "Vary")).contains("Accept-Encoding");
    String small = get("/health/live", "Accept-Encoding: gzip");
    assertThat(header(small, "Content-Encoding")).isEmpty();
    assertThat(header(small, "Vary")).contains("Accept-Encoding");
  }

  // Faults

  @Test
  void shouldAnswerAFaultOfOursAndLogItOnceWithoutAStrangersBytes() {
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Dispatcher.class);
    log.addAppender(told);
    log.setAdditive(false);
    told.start();
    try (LocalDoor door = new LocalDoor(other)) {
      IllegalStateException fault =
          new IllegalStateException("stranger", new NumberFormatException("stranger"));
      Dispatcher dispatcher =
          door.dispatcher(
              List.of(
                  route("/thrown", call -> sneak(fault)),
                  route("/failed", call -> CompletableFuture.failedFuture(fault)),
                  route(
                      "/unreadable",
                      call ->
                          CompletableFuture.failedFuture(
                              new UnreadableException("damaged", fault)))));
      for (String path : List.of("/thrown", "/failed")) {
        HttpResponse response = ask(dispatcher, path);
        assertThat(response.status().intValue()).isEqualTo(500);
        assertThat(((HttpEntity.Strict) response.entity()).getData().utf8String())
            .contains("\"code\":\"unavailable\"")
            .doesNotContain("stranger");
      }
      assertThat(ask(dispatcher, "/unreadable").status().intValue()).isEqualTo(503);
    } finally {
      log.setAdditive(true);
      log.detachAppender(told);
    }
    assertThat(told.list).hasSize(2);
    for (ILoggingEvent event : told.list) {
      assertThat(event.getLevel()).isEqualTo(Level.ERROR);
      assertThat(event.getFormattedMessage()).matches("GET /(thrown|failed) failed");
      for (IThrowableProxy cause = event.getThrowableProxy();
          cause != null;
          cause = cause.getCause()) {
        assertThat(cause.getMessage()).doesNotContain("stranger").contains("Exception");
        assertThat(cause.getStackTraceElementProxyArray()).isNotEmpty();
      }
    }
  }

  private static CompletableFuture<HttpResponse> sneak(RuntimeException fault) {
    throw fault;
  }

  private static Route route(String path, Handler handler) {
    return new Route(HttpMethods.GET, path, 0, handler);
  }

  private static HttpResponse ask(Dispatcher dispatcher, String path) {
    return dispatcher
        .dispatch(
            HttpRequest.GET(path).addHeader(RawHeader.create("Host", "localhost")),
            new Peer("127.0.0.1:1", InetAddress.getLoopbackAddress(), 1, false))
        .toCompletableFuture()
        .join();
  }
}
