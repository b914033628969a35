package ticketd.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestLineTest {
  private static boolean isHttp(String line) {
    byte[] bytes = ("\n" + line + "\n").getBytes(UTF_8);
    return RequestParser.isHttpRequestLine(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET / HTTP/1.1\r",
        "POST /tickets?x=1 HTTP/1.0",
        "PRI * HTTP/2.0",
        "OPTIONS * HTTP/3",
        "CONNECT example.org:443 HTTP/1.1",
        "M-SEARCH * HTTP/1.1",
        "get / HTTP/1.1",
        "VERSION-CONTROL /x HTTP/1.1",
        "!#$%&'*+-.^_`|~09aZ / HTTP/1.1",
        "GET /a path with spaces HTTP/1.1",
        "GET\t/\tHTTP/1.1",
        " GET / HTTP/1.1",
        "GET / HTTP/1.1 \r"
      })
  void shouldKnowTheFirstLineOfHttp(String line) {
    assertThat(isHttp(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r",
        "GET /",
        "GET HTTP/1.1",
        "GET  HTTP/1.1",
        "GET / HTTP/",
        "GET / HTTP/1.1 x",
        "GET / HTTP/x",
        "GET / HTTP/1.",
        "GET / http/1.1",
        "GET /HTTP/1.1",
        "GET / HTTP/1.1.1",
        "G(T / HTTP/1.1",
        "@k GET HTTP/1.1",
        "GÉT / HTTP/1.1",
        "HTTP/1.1",
        " HTTP/1.1",
        "LIST",
        "LIST HTTP/2",
        "COMMENT 1 HTTP/1.1 is old"
      })
  void shouldTakeNothingElseForHttp(String line) {
    assertThat(isHttp(line)).isFalse();
  }
}
