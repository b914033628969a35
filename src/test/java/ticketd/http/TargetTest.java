package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "/, '', /, ''",
    "/a/../b, '', /a/../b, ''",
    "//a//, '', //a//, ''",
    "/a?q=b?c/d, '', /a, q=b?c/d",
    "/a?, '', /a, ''",
    "/%2e/?%20, '', /%2e/, %20",
    "*, '', *, ''",
    "http://h, h, /, ''",
    "http://h?q, h, /, q",
    "HTTPS://u@h:1/a?q, u@h:1, /a, q",
    "/http://h/, '', /http://h/, ''",
  })
  void shouldCutATargetAsItWasSent(String raw, String authority, String path, String query) {
    assertThat(Target.of(raw))
        .isEqualTo(new Target(Optional.of(authority).filter(it -> !it.isEmpty()), path, query));
  }

  @Test
  void shouldTakeTheServersOwnWordForIt() {
    HttpRequest request =
        HttpRequest.GET("/b?x")
            .withHeaders(
                List.of(
                    RawHeader.create("Raw-Request-URI", "/a/../b?x"),
                    RawHeader.create("Raw-Request-URI", "/sent")));
    assertThat(Target.of(request).path()).isEqualTo("/a/../b");
    assertThat(Target.of(HttpRequest.GET("/b?x")))
        .isEqualTo(new Target(Optional.empty(), "/b", "x"));
  }
}
