package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpProtocols;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final Gate GATE = new Gate(Set.of("desk.example"));
  private static final int COMES_IN = 0;

  private static int status(Gate.Visit visit, Route.Audience audience) {
    return GATE.check(visit, Optional.of(audience)).map(Problem::status).orElse(COMES_IN);
  }

  private static Gate.Visit to(String host) {
    return visit("GET", List.of(host), "", "", "");
  }

  private static Gate.Visit visit(
      String method, List<String> hosts, String origin, String site, String mode) {
    return new Gate.Visit(method, hosts, false, given(origin), given(site), given(mode));
  }

  private static Optional<String> given(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:12345",
        "192.168.0.17:80",
        "255.255.255.255",
        "[::1]",
        "[::1]:12345",
        "[2001:DB8::7]:443",
        "[::ffff:127.0.0.1]",
        "localhost",
        "LocalHost:12345",
        "desk.localhost",
        "a.b.LOCALHOST:1",
        "desk.example",
        "DESK.Example:8443",
      })
  void shouldTakeANameThatIsOurs(String host) {
    assertThat(status(to(host), Route.Audience.PAGE)).isEqualTo(COMES_IN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "desk.example.evil.example",
        "evil.desk.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io",
        "notlocalhost",
        ".localhost",
        "256.0.0.1",
        "127.0.0",
        "127.1",
        "2130706433",
        "0x7f000001",
        "127.0.0.1.",
        "::1",
        "[::1",
        "[::1]x",
        "[evil.example]",
        "[127.0.0.1]",
        "[fe80::1%lo]",
        "127.0.0.1:123456",
        "127.0.0.1:80:80",
        "127.0.0.1:x",
        "me@127.0.0.1",
        "127.0.0.1/",
        "",
      })
  void shouldTurnAwayAnyOtherName(String host) {
    assertThat(status(to(host), Route.Audience.PAGE)).isEqualTo(421);
    assertThat(status(to(host), Route.Audience.HEALTH)).isEqualTo(421);
  }

  @Test
  void shouldLookAtTheNameOfATargetInAbsoluteFormToo() {
    assertThat(GATE.check("evil.example:80").map(Problem::status)).contains(421);
    assertThat(GATE.check("desk.example:80")).isEmpty();
  }

  @Test
  void shouldRefuseTwoHosts() {
    Gate.Visit twice = visit("GET", List.of("127.0.0.1", "127.0.0.1"), "", "", "");
    assertThat(status(twice, Route.Audience.API)).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"true, HEALTH, 0", "true, API, 421", "true, PAGE, 421", "false, HEALTH, 400"})
  void shouldServeHealthAloneWhereNoHostIs(boolean is10, Route.Audience audience, int expected) {
    Gate.Visit none =
        new Gate.Visit(
            "GET", List.of(), is10, Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(status(none, audience)).isEqualTo(expected);
  }

  /** What a browser says with a request to 127.0.0.1:12345, and what becomes of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Changes: Sec-Fetch-Site has the word.
        "POST | same-origin | http://127.0.0.1:12345 | cors | API | 0",
        "POST | none | | navigate | API | 0",
        "POST | cross-site | http://evil.example | cors | API | 403",
        "POST | cross-site | http://evil.example | no-cors | API | 403",
        "POST | cross-site | http://evil.example | navigate | API | 403",
        "POST | cross-site | http://evil.example | navigate | PAGE | 403",
        "POST | same-site | http://127.0.0.1:8080 | cors | API | 403",
        "POST | cross-site | http://127.0.0.1:12345 | cors | API | 403",
        "POST | Same-Origin | http://127.0.0.1:12345 | cors | API | 403",
        "'POST' | 'same-origin, cross-site' | | cors | API | 403",
        "PUT | cross-site | | cors | API | 403",
        "PATCH | cross-site | | cors | API | 403",
        "DELETE | same-site | | cors | API | 403",
        // Without it, Origin has.
        "POST | | http://127.0.0.1:12345 | | API | 0",
        "POST | | HTTPS://127.0.0.1:12345 | | API | 0",
        "POST | | http://127.0.0.1:8080 | | API | 403",
        "POST | | http://127.0.0.1 | | API | 403",
        "POST | | http://localhost:12345 | | API | 403",
        "POST | | http://evil.example | | API | 403",
        "POST | | null | | API | 403",
        "POST | | file:// | | API | 403",
        "POST | | 'http://127.0.0.1:12345, http://evil.example' | | API | 403",
        // Without both it is no browser.
        "POST | | | | API | 0",
        "DELETE | | | | API | 0",
        // Reading: only what a foreign page makes is told, and it may be a link.
        "GET | | http://evil.example | | API | 0",
        "GET | same-origin | | cors | API | 0",
        "GET | none | | navigate | API | 0",
        "GET | cross-site | | cors | API | 403",
        "GET | cross-site | | no-cors | API | 403",
        "GET | cross-site | | no-cors | ASSET | 403",
        "GET | same-site | | no-cors | API | 403",
        "GET | cross-site | | | API | 403",
        "GET | cross-site | | navigate | API | 403",
        "GET | cross-site | | navigate | PAGE | 0",
        "GET | same-site | | navigate | PAGE | 0",
        "GET | cross-site | | no-cors | PAGE | 403",
        "HEAD | cross-site | | no-cors | PAGE | 403",
        "OPTIONS | cross-site | http://evil.example | cors | API | 403",
        "GET | cross-site | | no-cors | HEALTH | 403",
      })
  void shouldKeepForeignPagesOut(
      String method,
      String site,
      String origin,
      String mode,
      Route.Audience audience,
      int expected) {
    Gate.Visit visit =
        visit(method, List.of("127.0.0.1:12345"), text(origin), text(site), text(mode));
    assertThat(status(visit, audience)).isEqualTo(expected);
  }

  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell;
  }

  @ParameterizedTest
  @CsvSource({
    "desk.example, https://desk.example, 0",
    "desk.example, http://desk.example, 0",
    "desk.example:443, https://desk.example, 0",
    "desk.example:80, http://desk.example, 0",
    "desk.example:80, https://desk.example, 403",
    "desk.example, http://desk.example:8080, 403",
    "[::1]:12345, http://[::1]:12345, 0",
    "[::1]:12345, http://[::2]:12345, 403",
  })
  void shouldCompareOriginWithHostButNotTheScheme(String host, String origin, int expected) {
    assertThat(status(visit("POST", List.of(host), origin, "", ""), Route.Audience.API))
        .isEqualTo(expected);
  }

  @Test
  void shouldTellWhatANameIsWrongWithoutItsControlCharacters() {
    String detail =
        GATE.check(to("e\u001b[31mvil.example"), Optional.of(Route.Audience.API))
            .orElseThrow()
            .detail()
            .toString();
    assertThat(detail).contains("vil.example").doesNotContain("\u001b");
  }

  @Test
  void shouldReadAVisitFromARequest() {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("Host", "a:1"));
    headers.add(RawHeader.create("host", "b"));
    headers.add(RawHeader.create("ORIGIN", "http://c"));
    headers.add(RawHeader.create("Sec-Fetch-Site", "none"));
    headers.add(RawHeader.create("Sec-Fetch-Mode", "navigate"));
    Gate.Visit visit =
        Gate.Visit.of(
            HttpRequest.PUT("/e").withProtocol(HttpProtocols.HTTP_1_0).withHeaders(headers));
    assertThat(visit)
        .isEqualTo(
            new Gate.Visit(
                "PUT",
                List.of("a:1", "b"),
                true,
                Optional.of("http://c"),
                Optional.of("none"),
                Optional.of("navigate")));
    assertThat(visit.isOfAScript()).isFalse();
  }
}
