package ticketd.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ticketd.ticket.Verifier;

class PasswordHashTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PasswordHash HASH = new PasswordHash(20);

  @Test
  void shouldKnowThePasswordAgainHoweverItWasTyped() {
    Verifier verifier = HASH.make(Password.presented("caf\u00e9 au lait"), RANDOM);
    assertThat(matches(verifier, "caf\u00e9 au lait")).isTrue();
    assertThat(matches(verifier, "cafe\u0301 au lait")).isTrue();
    assertThat(matches(verifier, "cafe au lait")).isFalse();
    assertThat(matches(verifier, "")).isFalse();
  }

  @Test
  void shouldMatchNothingWhereThereIsNoVerifier() {
    assertThat(HASH.matches(Optional.empty(), Password.presented("caf\u00e9 au lait"))).isFalse();
  }

  @Test
  void shouldDeriveWhatTheStandardSays() {
    // By Python's hashlib.pbkdf2_hmac, with a salt of 16 zeros and two rounds.
    Verifier verifier =
        new Verifier(
            2, "00".repeat(16), "9af4aaf8d2e79713181582a5a1702da53a6f600aab8f5be99f13dbec0a7aa869");
    assertThat(matches(verifier, "correct horse")).isTrue();
  }

  @Test
  void shouldTellAVerifierOfFewerRounds() {
    Verifier old = new PasswordHash(10).make(Password.presented("x"), RANDOM);
    assertThat(HASH.isOutdated(old)).isTrue();
    assertThat(HASH.isOutdated(HASH.make(Password.presented("x"), RANDOM))).isFalse();
    assertThat(matches(old, "x")).isTrue();
    assertThat(matches(old, "y")).isFalse();
  }

  @Test
  void shouldTakePasswordsOf12To128Characters() {
    assertThat(Password.chosen("x".repeat(11))).isEmpty();
    assertThat(Password.chosen("x".repeat(12))).isPresent();
    assertThat(Password.chosen("\ud83d\ude00".repeat(128))).isPresent();
    assertThat(Password.chosen("x".repeat(129))).isEmpty();
    // Twelve characters as typed, eleven in NFC.
    assertThat(Password.chosen("x".repeat(10) + "e\u0301")).isEmpty();
  }

  private static boolean matches(Verifier verifier, String password) {
    return HASH.matches(Optional.of(verifier), Password.presented(password));
  }
}
