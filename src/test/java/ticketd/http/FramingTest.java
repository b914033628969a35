package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.TestServer;

/** The bytes of requests and replies: RFC 9112, as strictly as the guard takes it. */
class FramingTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  /** What must never be answered, behind whatever is refused. */
  private static final String BEHIND = "GET /health/live HTTP/1.1\r\n" + HOST + "\r\n";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String answer(String request) {
    try (RawHttp peer = new RawHttp(server.address())) {
      return peer.send(request).rest();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: localhost\n\n",
        "GET / HTTP/1.1\r\nHost: localhost\nA: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\n",
        "GET / HTTP/1.1\r\nHost: localhost\rA: b\r\n\r\n",
        "GET / HTTP/1.1\r\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n A: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n\tc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nA\u0001: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nA: b\u0000c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nA: b\u007fc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nA\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /\r\nHost: localhost\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: localhost\r\n\r\n",
        "GET /\t HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / http/1.1\r\nHost: localhost\r\n\r\n",
        "GET x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%4 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /#a HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4, 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: \r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\u000bchunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;a=\nb\r\na\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n000000001\r\na\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA : b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n c\r\n\r\n"
      })
  void shouldRefuseWhatTwoServersCouldReadInTwoWays(String request) {
    String reply = answer(request + BEHIND);
    assertThat(reply)
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("Content-Type: application/problem+json", "Connection: close\r\n")
        .contains("\"code\":\"bad-request\"")
        .doesNotContain(OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1|Content-Length: 999999999",
        "POST / HTTP/1.1|Content-Length: 4|Content-Length: 4",
        "POST / HTTP/1.1|Content-Length: x",
        "POST / HTTP/1.1|Content-Length: 4|Transfer-Encoding: chunked",
        "POST / HTTP/1.1|Transfer-Encoding: gzip",
        "POST / HTTP/1.1|Expect: wonders",
        "POST / HTTP/1.1|Content-Length: 4",
        "CONNECT / HTTP/1.1",
        "GET / HTTP/2.0",
        "PRI / HTTP/1.1"
      })
  void shouldSayFirstOfAllThatItIsAnother(String head) {
    String[] lines = head.split("\\|", 2);
    String rest = lines.length > 1 ? lines[1].replace("|", "\r\n") + "\r\n" : "";
    for (String order : List.of("Host: evil.example\r\n" + rest, rest + "Host: evil.example\r\n")) {
      assertThat(answer(lines[0] + "\r\n" + order + "\r\n" + BEHIND))
          .startsWith("HTTP/1.1 421 ")
          .contains("\"code\":\"forbidden\"")
          .doesNotContain(OK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:", "127.0.0.1:", "[::1]:"})
  void shouldTakeAPortThatIsEmptyForNone(String host) {
    assertThat(
            answer("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith(OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local host",
        "ana@localhost",
        "localhost/x",
        "localhost, localhost",
        "localhost:http",
        "localhost:65536",
        "localhost:123456",
        "::1",
        "[::1",
        "[:::1]"
      })
  void shouldGoByNoNameThatIsNone(String host) {
    assertThat(answer("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n" + BEHIND))
        .startsWith("HTTP/1.1 421 ")
        .contains("\"code\":\"forbidden\"", "Connection: close\r\n")
        .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
        .doesNotContain(OK);
  }

  /** As long as a header may be, where a call for each character would end the stack. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "%41", "a.", "[", "[:", ":", "1."})
  void shouldGoByNoNameHoweverLongItIs(String part) {
    String host = part.repeat((RequestHead.MAX_HEADERS - 1_000) / part.length());
    assertThat(answer("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PRI * HTTP/2.0 | 505 | not-this-protocol",
        "PRI / HTTP/1.1 | 505 | not-this-protocol",
        "GET / HTTP/2.0 | 505 | not-this-protocol",
        "GET / HTTP/1.2 | 505 | not-this-protocol",
        "CONNECT localhost:80 HTTP/1.1 | 405 | bad-request",
        "TRACE /health/live HTTP/1.1 | 405 | bad-request",
      })
  void shouldSayWhatItDoesNotServe(String line, int status, String code) {
    assertThat(answer(line + "\r\n" + HOST + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\"code\":\"" + code + "\"");
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrderAndThenWhatIsWrong() {
    String reply =
        answer(BEHIND + BEHIND.replace("live", "nowhere") + "GET / HTTP/1.1\n\n" + BEHIND);
    assertThat(reply.split("HTTP/1.1 (?=\\d)"))
        .hasSize(4)
        .satisfies(
            parts -> {
              assertThat(parts[1]).startsWith("200 ");
              assertThat(parts[2]).startsWith("404 ");
              assertThat(parts[3]).startsWith("400 ");
            });
  }

  private static String post(String headers, String body) {
    return "POST /api/v1/tickets HTTP/1.1\r\n"
        + HOST
        + "Authorization: Basic QW5hOg==\r\n"
        + headers
        + "\r\n"
        + body;
  }

  private static long tickets() {
    return Long.parseLong(server.connect().status("LIST limit:1000").split(" ", -1)[1]);
  }

  @Test
  void shouldKeepAConnectionAsItsVersionAndItsPeerSay() {
    try (RawHttp peer = new RawHttp(server.address())) {
      for (int i = 0; i < 3; i++) {
        assertThat(peer.send(BEHIND).reply().headers()).doesNotContainKey("connection");
      }
      peer.send(BEHIND.replace(HOST, HOST + "Connection: close\r\n") + BEHIND);
      assertThat(peer.replies())
          .singleElement()
          .satisfies(reply -> assertThat(reply.headers()).containsEntry("connection", "close"));
    }
    String old = "GET /health/live HTTP/1.0\r\n";
    assertThat(answer(old + "\r\n" + BEHIND)).startsWith(OK).endsWith("{\"status\":\"up\"}");
    try (RawHttp peer = new RawHttp(server.address())) {
      peer.send(old + "Connection: keep-alive\r\n\r\n");
      assertThat(peer.reply().headers()).containsEntry("connection", "Keep-Alive");
      assertThat(peer.send(old + "\r\n").replies()).hasSize(1);
    }
  }

  @Test
  void shouldAnswerHeadWithoutABody() {
    try (RawHttp peer = new RawHttp(server.address())) {
      peer.send(BEHIND.replace("GET", "HEAD"));
      assertThat(peer.reply(true).headers()).containsEntry("content-length", "15");
      assertThat(peer.send(BEHIND).reply().body()).isEqualTo("{\"status\":\"up\"}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HEAD / HTTP/1.1 | 400",
        "HEAD /a b HTTP/1.1 | 400",
        "HEAD a HTTP/1.1 | 400",
        "HEAD / HTTP/2.0 | 505"
      })
  void shouldRefuseHeadWithoutABody(String line, int status) {
    try (RawHttp peer = new RawHttp(server.address())) {
      peer.send(BEHIND.replace("GET", "HEAD")).reply(true);
      peer.send(line + "\r\n\r\n");
      assertThat(peer.reply(true).status()).isEqualTo(status);
      assertThat(peer.rest()).isEmpty();
    }
  }

  @Test
  void shouldTakeABodyByItsLengthAndInChunks() {
    try (RawHttp peer = new RawHttp(server.address())) {
      for (String request :
          List.of(
              post("Content-Length: 9\r\n", "One title"),
              post(
                  "Transfer-Encoding: chunked\r\n",
                  "3\r\nOne\r\n006;a=\"b\"\r\n title\r\n0\r\n\r\n"),
              post(
                  "Transfer-Encoding: Chunked\r\nTrailer: A\r\n",
                  "9\r\nOne title\r\n000\r\nA: b\r\nContent-Length: 1\r\n\r\n"))) {
        peer.send(request + "\r\n" + BEHIND);
        assertThat(peer.reply().status()).isEqualTo(201);
        assertThat(peer.reply().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void shouldExecuteNothingOfARequestThatIsNotWhole() {
    long before = tickets();
    for (String request :
        List.of(
            post("Content-Length: 10\r\n", "One title"),
            post("Transfer-Encoding: chunked\r\n", "9\r\nOne title\r\n"),
            post("Transfer-Encoding: chunked\r\n", "9\r\nOne title\r\n0\r\n"),
            post("", "").trim())) {
      try (RawHttp peer = new RawHttp(server.address())) {
        peer.send(BEHIND + request).finish();
        assertThat(peer.replies()).extracting(Reply::status).containsExactly(200);
      }
    }
    assertThat(tickets()).isEqualTo(before);
  }

  @Test
  void shouldFileNothingBehindWhatItRefused() {
    long before = tickets();
    String planted = post("Content-Length: 7\r\n", "Planted");
    for (String lie :
        List.of(
            "Content-Length: " + planted.length() + "\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "Content-Length: 0\r\nContent-Length: 5\r\n",
            "Transfer-Encoding: x\r\n chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "Content-Length: 0\rX: y\r\n")) {
      assertThat(answer(post(lie, "0\r\n\r\n" + planted + planted)))
          .startsWith("HTTP/1.1 400 ")
          .doesNotContain("201");
    }
    assertThat(tickets()).isEqualTo(before);
  }

  /**
   * Beginnings of characters in UTF-8, whose end a decoder could look for behind the line; bytes
   * that are none; a whole one.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00e9",
        "\u00e0",
        "\u00ef",
        "\u00f0",
        "\u00f0\u009f",
        "\u00c3",
        "\u0080",
        "\u00ff",
        "\u00c3\u00a9"
      })
  void shouldReadEachHeaderWhateverTheOneBeforeEndsIn(String bytes) {
    long before = tickets();
    String foreign = "Connection: close\r\nX-Name: Andr" + bytes + "\r\n";
    String planted = post("Content-Length: 7\r\n", "Planted");
    String length = "Content-Length: " + planted.length() + "\r\n";
    assertThat(answer("GET /health/live HTTP/1.1\r\n" + HOST + foreign + length + "\r\n" + planted))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("201");
    String crossSite = foreign + "Sec-Fetch-Site: cross-site\r\n";
    assertThat(answer(post(crossSite + length, planted))).startsWith("HTTP/1.1 403 ");
    assertThat(tickets()).isEqualTo(before);
    assertThat(answer("GET /health/live HTTP/1.1\r\n" + HOST + foreign + "\r\n")).startsWith(OK);
    assertThat(answer("GET / HTTP/1.1\r\nAccept-Language: fr" + bytes + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  /** Nobody would be told of it. */
  @Test
  void shouldCarryOutNothingBehindARequestThatClosesTheConnection() {
    long before = tickets();
    String planted = post("Content-Length: 7\r\n", "Planted");
    for (int i = 0; i < 20; i++) {
      for (String last :
          List.of(
              BEHIND.replace(HOST, HOST + "Connection: x, Close\r\n"),
              BEHIND.replace("1.1", "1.0"))) {
        assertThat(answer(BEHIND + last + planted)).startsWith(OK).doesNotContain("201");
      }
    }
    assertThat(tickets()).isEqualTo(before);
  }

  @Test
  void shouldAskForABodyThatItWants() {
    try (RawHttp peer = new RawHttp(server.address())) {
      for (int i = 0; i < 2; i++) {
        peer.send(BEHIND + post("Expect: 100-continue\r\nContent-Length: 9\r\n", ""));
        assertThat(peer.reply().status()).isEqualTo(200);
        assertThat(peer.reply().status()).isEqualTo(100);
        assertThat(peer.send("One title").reply().status()).isEqualTo(201);
        peer.send(post("Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n", ""));
        assertThat(peer.reply().status()).isEqualTo(100);
        peer.send("3\r\nOne\r\n").send("6\r\n title\r\n0\r\n\r\n");
        assertThat(peer.reply().status()).isEqualTo(201);
        // Who does not wait need not be told.
        peer.send(post("Expect: 100-continue\r\nContent-Length: 9\r\n", "One title"));
        assertThat(peer.reply().status()).isEqualTo(201);
      }
    }
  }

  @Test
  void shouldRefuseABodyBeforeItIsSent() {
    String waiting = "Expect: 100-continue\r\nContent-Length: 9\r\n";
    assertThat(answer(post(waiting, "").replace(HOST, "Host: evil.example\r\n")))
        .startsWith("HTTP/1.1 421 ")
        .contains("Connection: close\r\n");
    assertThat(answer(post(waiting, "").replace("/tickets", "/nowhere")))
        .startsWith("HTTP/1.1 404 ");
    assertThat(answer(post(waiting.replace("9", "300000"), "")))
        .startsWith("HTTP/1.1 413 ")
        .contains("\"code\":\"line-too-long\"");
    assertThat(answer(post("Content-Length: 300000\r\n", "a"))).startsWith("HTTP/1.1 413 ");
    assertThat(answer(post("Expect: 200-ok\r\nContent-Length: 9\r\n", "")))
        .startsWith("HTTP/1.1 417 ");
  }

  @Test
  void shouldSayWhatIsWrongWithABodyThatItAskedFor() {
    long before = tickets();
    try (RawHttp peer = new RawHttp(server.address())) {
      peer.send(post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", ""));
      assertThat(peer.reply().status()).isEqualTo(100);
      peer.send("3\r\nOne\r\nx\r\n" + BEHIND);
      assertThat(peer.replies())
          .singleElement()
          .satisfies(
              reply -> {
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.body()).contains("chunk");
              });
    }
    assertThat(tickets()).isEqualTo(before);
  }

  @Test
  void shouldLetNothingBeLargerThanItsLimit() {
    String longest = "/health/live?a=" + "x".repeat((16 << 10) - 15);
    assertThat(answer(BEHIND.replace("/health/live", longest + "x"))).startsWith("HTTP/1.1 414 ");
    assertThat(answer("GET /" + "x".repeat(17 << 10))).startsWith("HTTP/1.1 414 ");
    assertThat(answer("HEAD /" + "x".repeat(17 << 10)))
        .startsWith("HTTP/1.1 414 ")
        .endsWith("\r\n\r\n");
    String evil = "Host: evil.example\r\n";
    assertThat(answer(BEHIND.replace("/health/live", longest + "x").replace(HOST, evil)))
        .startsWith("HTTP/1.1 421 ");
    assertThat(answer(BEHIND.replace(HOST, evil + "A: b\r\n".repeat(64))))
        .startsWith("HTTP/1.1 421 ");
    // 64 headers with Host and Connection, then one more.
    String some = "A: b\r\n".repeat(62) + "Connection: close\r\n\r\n";
    assertThat(answer(BEHIND.replace("\r\n\r\n", "\r\n" + some))).startsWith(OK);
    assertThat(answer(BEHIND.replace("\r\n\r\n", "\r\nA: b\r\n" + some)))
        .startsWith("HTTP/1.1 431 ");
    String most = "A: " + "x".repeat((32 << 10) - 41) + "\r\nConnection: close\r\n\r\n";
    assertThat(answer(BEHIND.replace("\r\n\r\n", "\r\n" + most))).startsWith(OK);
    assertThat(answer(BEHIND.replace("\r\n\r\n", "\r\nB: c\r\n" + most)))
        .startsWith("HTTP/1.1 431 ");
    assertThat(answer("GET / HTTP/1.1\r\nA: " + "x".repeat(33 << 10))).startsWith("HTTP/1.1 431 ");
    String chunk = "40000\r\n" + "x".repeat(0x40000) + "\r\n";
    assertThat(answer(post("Transfer-Encoding: chunked\r\n", chunk + "1\r\nx\r\n")))
        .startsWith("HTTP/1.1 413 ");
    try (RawHttp peer = new RawHttp(server.address())) {
      assertThat(peer.send(BEHIND.replace("/health/live", longest)).reply().status())
          .isIn(200, 400);
    }
  }

  @Test
  void shouldSayItInTheLanguageAskedFor() {
    assertThat(answer("GET / HTTP/1.1\r\nAccept-Language: fr\r\n\r\n"))
        .contains("Content-Language: fr\r\n");
    assertThat(answer("GET / HTTP/1.1\r\n\r\n")).contains("Content-Language: en\r\n");
    String french = "\r\n" + HOST + "Accept-Language: fr\r\n\r\n";
    assertThat(answer("GET / HTTP/2.0" + french)).contains("Content-Language: fr\r\n");
    assertThat(answer("GET /" + "x".repeat(16 << 10) + " HTTP/1.1" + french))
        .startsWith("HTTP/1.1 414 ")
        .contains("Content-Language: fr\r\n");
  }

  @Test
  void shouldLetAReplyArriveThatComesBeforeTheEndOfTheBody() {
    try (RawHttp peer = new RawHttp(server.address())) {
      peer.send(post("Content-Length: 9000000\r\n", ""));
      for (int i = 0; i < 100; i++) {
        peer.send("x".repeat(10_000));
      }
      assertThat(peer.rest()).startsWith("HTTP/1.1 413 ");
    }
  }
}
