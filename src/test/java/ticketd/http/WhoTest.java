package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;
import ticketd.wire.Refusal;

class WhoTest {
  private static final String COOKIE = "ticketd-12345";

  private static Optional<String> who(Optional<String> authorization, Optional<String> cookies)
      throws Refusal {
    return Who.of(authorization, cookies, COOKIE).map(Identity::name);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String cookie(String name) {
    return COOKIE + "=" + Who.cookieValue(Identity.of(name).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"jules:, jules", "Zoé d'Aix:, Zoé d'Aix", "' jules :', jules"})
  void shouldTakeTheNameOfBasic(String pair, String name) throws Refusal {
    assertThat(who(Optional.of(basic(pair)), Optional.empty())).contains(name);
    assertThat(who(Optional.of(basic(pair).replace("Basic", "bASIC ")), Optional.empty()))
        .contains(name);
  }

  private static void assertRefused(String authorization, ErrorCode code) {
    assertThatThrownBy(() -> who(Optional.of(authorization), Optional.of(cookie("jules"))))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jules:secret", "jules::", "jules:tkd_0123", ":secret", "jules"})
  void shouldRefuseAPasswordEvenBesideACookie(String pair) {
    assertRefused(basic(pair), ErrorCode.AUTH_FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer tkd_0123",
        "Basic",
        "Basic anVsZXM6!",
        "Digest username=jules",
        "jules",
        "",
        "Basic anVsZXM6, Basic anVsZXM6"
      })
  void shouldRefuseWhatIsNoName(String authorization) {
    assertRefused(authorization, ErrorCode.AUTH_FAILED);
  }

  @Test
  void shouldRefuseANameAsALineDoes() {
    assertRefused(basic(":"), ErrorCode.BAD_REQUEST);
    assertRefused(basic("me:"), ErrorCode.BAD_REQUEST);
    assertRefused(basic("<b>:"), ErrorCode.BAD_REQUEST);
    assertRefused(basic("a\nb:"), ErrorCode.BAD_TEXT);
    assertRefused(basic("a\u202eb:"), ErrorCode.BAD_TEXT);
    String latin1 = "zo\u00e9:";
    assertRefused(
        "Basic " + Base64.getEncoder().encodeToString(latin1.getBytes(StandardCharsets.ISO_8859_1)),
        ErrorCode.BAD_TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jules", "Zoé d'Aix", "李 小龙", "a@b.c"})
  void shouldKeepAnyNameInTheCookie(String name) throws Refusal {
    String value = Who.cookieValue(Identity.of(name).orElseThrow());
    assertThat(value).matches("[A-Za-z0-9_-]+");
    assertThat(who(Optional.empty(), Optional.of("a=b; " + COOKIE + "=" + value + "; c=d")))
        .contains(name);
  }

  @Test
  void shouldLetAuthorizationGoBeforeTheCookie() throws Refusal {
    assertThat(who(Optional.of(basic("ada:")), Optional.of(cookie("jules")))).contains("ada");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ticketd-12345",
        "ticketd-12345=",
        "ticketd-12345=%%%",
        "ticketd-12345=/w",
        "ticketd-12345=bWU",
        "ticketd-12345=\"anVsZXM\"",
        "ticketd-12346=anVsZXM",
        "xticketd-12345=anVsZXM",
        "other=ticketd-12345=anVsZXM",
      })
  void shouldTakeABrokenOrForeignCookieForNone(String cookies) throws Refusal {
    assertThat(who(Optional.empty(), Optional.of(cookies))).isEmpty();
  }

  @Test
  void shouldBeNobodyWhereNothingIsSent() throws Refusal {
    assertThat(who(Optional.empty(), Optional.empty())).isEmpty();
  }
}
