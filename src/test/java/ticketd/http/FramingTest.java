package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        "GET / HTTP/1.1\r\nHost: local host\r\n\r\n",
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
  @CsvSource(
      delimiter = '|',
      value = {
        "PRI * HTTP/2.0 | 505 | not-this-protocol",
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
}
