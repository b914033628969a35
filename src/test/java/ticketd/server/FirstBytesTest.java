package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.util.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTest {
  private static FirstBytes of(String bytes) {
    return FirstBytes.of(ByteString.fromString(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET ",
        "HEAD ",
        "POST ",
        "PUT ",
        "DELETE ",
        "PATCH ",
        "OPTIONS ",
        "TRACE ",
        "CONNECT ",
        "PRI "
      })
  void shouldKnowAMethodByItsLastByte(String method) {
    for (int i = 1; i < method.length(); i++) {
      assertThat(of(method.substring(0, i))).isEqualTo(FirstBytes.OPEN);
      assertThat(of(method.substring(0, i) + "\n")).isEqualTo(FirstBytes.LINES);
    }
    assertThat(of(method)).isEqualTo(FirstBytes.HTTP);
    assertThat(of(method + "/ HTTP/1.1\r\n")).isEqualTo(FirstBytes.HTTP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get ",
        "Get / HTTP/1.1",
        "GETS ",
        "GET\t",
        " GET ",
        "\r\nGET ",
        "PING\n",
        "P\n",
        "X"
      })
  void shouldTakeAnythingElseForLines(String bytes) {
    assertThat(of(bytes)).isEqualTo(FirstBytes.LINES);
  }
}
