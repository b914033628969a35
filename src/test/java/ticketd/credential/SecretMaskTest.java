package ticketd.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import ticketd.wire.Excerpt;

class SecretMaskTest {
  private static final String TOKEN = Token.mint(new SecureRandom()).text();

  @Test
  void shouldMaskATokenWhereverItStands() {
    assertThat(SecretMask.of("a " + TOKEN + "," + TOKEN + " b"))
        .isEqualTo("a tkd_\u2026,tkd_\u2026 b");
    assertThat(SecretMask.of(TOKEN.substring(0, 9))).isEqualTo("tkd_\u2026");
    assertThat(SecretMask.of("status:" + TOKEN.toUpperCase(Locale.ROOT)))
        .isEqualTo("status:tkd_\u2026");
    assertThat(SecretMask.of("no_token tkd_ tkd")).isEqualTo("no_token tkd_ tkd");
  }

  @Test
  void shouldHideATokenFromWhatErrorsQuote() {
    // The quotation ends inside of it.
    assertThat(Excerpt.of("x".repeat(30) + TOKEN)).doesNotContain(TOKEN.substring(4, 8));
  }
}
