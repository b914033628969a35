package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  /** The protocol's table: the code, whether it counts against the peer, whether it closes. */
  private static final List<String> TABLE =
      List.of(
          "bad-request counts keeps",
          "unknown-command counts keeps",
          "bad-text counts keeps",
          "not-identified counts keeps",
          "not-found - keeps",
          "conflict - keeps",
          "unavailable - keeps",
          "full - keeps",
          "in-doubt - keeps",
          "gone - keeps",
          "line-too-long - closes",
          "not-this-protocol - closes",
          "too-many-errors - closes",
          "too-many-connections - closes",
          "idle - closes",
          "shutting-down - closes",
          "forbidden - keeps",
          "auth-failed - keeps",
          "tls-required - closes",
          "revoked - closes");

  @Test
  void shouldBeTheTableOfTheProtocol() {
    assertThat(
            Stream.of(ErrorCode.values())
                .map(
                    code ->
                        code.wireName()
                            + (code.countsAsError() ? " counts" : " -")
                            + (code.closes() ? " closes" : " keeps")))
        .isEqualTo(TABLE);
  }

  @Test
  void shouldBeFoundByItsWireName() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(ErrorCode.of(code.wireName())).contains(code);
    }
    assertThat(ErrorCode.of("BAD-REQUEST")).isEmpty();
  }
}
