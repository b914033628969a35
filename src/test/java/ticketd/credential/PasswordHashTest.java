package ticketd.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  /** By the time of this thread alone, so that nothing else on the machine has a say in it. */
  @Test
  void shouldCostTheSameWhateverAFailureIsDueTo() {
    PasswordHash hash = new PasswordHash(2_000);
    Password wrong = Password.presented("not the one, at all");
    List<Optional<Verifier>> kinds =
        List.of(
            Optional.of(hash.make(Password.presented("the one"), RANDOM)),
            Optional.empty(),
            Optional.of(new PasswordHash(200).make(Password.presented("the one"), RANDOM)));
    List<List<Long>> costs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 3 * 21; i++) {
      long began = threads.getCurrentThreadCpuTime();
      assertThat(hash.matches(kinds.get(i % 3), wrong)).isFalse();
      costs.get(i % 3).add(threads.getCurrentThreadCpuTime() - began);
    }
    List<Long> medians = costs.stream().map(PasswordHashTest::median).toList();
    assertThat(Collections.max(medians)).isLessThan(2 * Collections.min(medians));
  }

  private static long median(List<Long> costs) {
    return costs.stream().sorted().skip(costs.size() / 2).findFirst().orElseThrow();
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
