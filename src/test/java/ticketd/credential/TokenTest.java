package ticketd.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void shouldHaveItsFormAndBeFoundByIt() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Token token = Token.mint(RANDOM);
      assertThat(token.text()).matches("tkd_[0-9A-Za-z]{33}");
      assertThat(Token.of(token.text()).orElseThrow().hash()).isEqualTo(token.hash());
      assertThat(seen.add(token.text())).isTrue();
    }
  }

  @Test
  void shouldRefuseATokenOfWhichOneCharacterIsAnother() {
    String text = Token.mint(RANDOM).text();
    for (int at = 0; at < text.length(); at++) {
      char other = text.charAt(at) == 'x' ? 'y' : 'x';
      assertThat(Token.of(text.substring(0, at) + other + text.substring(at + 1))).isEmpty();
    }
    assertThat(Token.of(text + "0")).isEmpty();
    assertThat(Token.of(text.substring(0, text.length() - 1))).isEmpty();
    assertThat(Token.of("")).isEmpty();
  }

  @Test
  void shouldKeepTheSumThatOtherProgramsCompute() {
    // zlib.crc32(b"0" * 27) in Python, in base62.
    assertThat(Token.of("tkd_" + "0".repeat(27) + SUM_OF_ZEROS)).isPresent();
  }

  @Test
  void shouldNotShowItselfUnasked() {
    Token token = Token.mint(RANDOM);
    assertThat(token.toString()).doesNotContain(token.text().substring(4));
  }

  private static final String SUM_OF_ZEROS = "2MvMGi";
}
