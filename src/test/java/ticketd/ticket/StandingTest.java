package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final TokenHash HASH = new TokenHash("ab".repeat(32));
  private static final Verifier VERIFIER = new Verifier(1, "00".repeat(16), "00".repeat(32));
  private static final Instant LATER = NOW.plusSeconds(60);

  /** One account, as its events left it. */
  private static final class One implements Accounts {
    private Optional<Account> account = Optional.empty();
    private long seq;

    One apply(AccountEvent event) {
      seq++;
      account = Optional.of(Account.after(account, event, new Stamp(ANA, NOW, seq)));
      return this;
    }

    @Override
    public Optional<Account> account(Identity name) {
      return account.filter(found -> found.name().equals(name));
    }

    @Override
    public Optional<Account> holder(TokenHash hash) {
      return account.filter(
          found -> found.tokens().stream().anyMatch(token -> token.grant().hash().equals(hash)));
    }

    @Override
    public Collection<Account> all() {
      return account.stream().toList();
    }

    @Override
    public long changedAt() {
      return seq;
    }
  }

  private static One agent() {
    return new One()
        .apply(new AccountEvent.Added(ANA, Role.AGENT))
        .apply(new AccountEvent.TokenMade(ANA, grant(Role.ADMIN, Optional.of(LATER), true)))
        .apply(new AccountEvent.PasswordSet(ANA, VERIFIER, OptionalLong.of(2)));
  }

  private static Grant grant(Role role, Optional<Instant> end, boolean byPassword) {
    return new Grant(HASH, "ci", Cap.READ, role, end, false, Optional.empty(), byPassword);
  }

  private static Principal.Known token(One accounts) {
    return Standing.ofToken(accounts, HASH, NOW).orElseThrow();
  }

  private static Principal.Known password(One accounts) {
    return Standing.ofPassword(accounts.account(ANA).orElseThrow(), accounts.changedAt());
  }

  @Test
  void shouldGiveATokenTheLowerRoleOfTheTwo() {
    assertThat(token(agent()))
        .isEqualTo(
            new Principal.Known(
                ANA,
                new Principal.Credential.ByToken(2, true),
                Role.AGENT,
                Cap.READ,
                Optional.of(LATER),
                3));
    assertThat(Standing.ofToken(agent(), new TokenHash("cd".repeat(32)), NOW)).isEmpty();
  }

  @Test
  void shouldEndATokenWhenItsTimeHasCome() {
    assertThat(Standing.ofToken(agent(), HASH, LATER)).isEmpty();
    One accounts = agent();
    assertThat(Standing.now(accounts, token(accounts), LATER.minusMillis(1))).isPresent();
    assertThat(Standing.now(accounts, token(accounts), LATER)).isEmpty();
  }

  @Test
  void shouldGoOnWhereASessionWasRenewed() {
    One accounts = agent();
    Principal.Known who = token(accounts);
    Instant end = LATER.plusSeconds(60);
    accounts.apply(new AccountEvent.TokenRenewed(ANA, 2, end));
    assertThat(Standing.now(accounts, who, LATER).orElseThrow().expiresAt()).contains(end);
    assertThat(Standing.ofToken(accounts, HASH, LATER)).isPresent();
    assertThat(Standing.now(accounts, who, end)).isEmpty();
    assertThat(Standing.ofToken(accounts, HASH, end)).isEmpty();
  }

  @Test
  void shouldEndWhatWasOpenedByWhateverEndsIt() {
    List<AccountEvent> all =
        List.of(new AccountEvent.Disabled(ANA), new AccountEvent.RoleSet(ANA, Role.REQUESTER));
    for (AccountEvent event : all) {
      assertEnds(event, true, true);
    }
    assertEnds(new AccountEvent.TokenRevoked(ANA, 2), true, false);
    assertEnds(new AccountEvent.PasswordSet(ANA, VERIFIER, OptionalLong.empty()), true, true);
    assertEnds(new AccountEvent.PasswordSet(ANA, VERIFIER, OptionalLong.of(2)), false, true);
    assertEnds(new AccountEvent.Rehashed(ANA, VERIFIER), false, false);
  }

  private static void assertEnds(AccountEvent event, boolean token, boolean password) {
    One accounts = agent();
    Principal.Known byToken = token(accounts);
    Principal.Known byPassword = password(accounts);
    accounts.apply(event);
    assertThat(Standing.now(accounts, byToken, NOW).isEmpty())
        .as("token, %s", event)
        .isEqualTo(token);
    assertThat(Standing.now(accounts, byPassword, NOW).isEmpty())
        .as("password, %s", event)
        .isEqualTo(password);
  }

  @Test
  void shouldNotReviveByEnablingWhatDisablingEnded() {
    One accounts = agent();
    Principal.Known who = token(accounts);
    accounts.apply(new AccountEvent.Disabled(ANA)).apply(new AccountEvent.Enabled(ANA));
    assertThat(Standing.now(accounts, who, NOW)).isEmpty();
    // It may sign in again.
    assertThat(Standing.ofToken(accounts, HASH, NOW)).isPresent();
  }

  @Test
  void shouldRaiseARoleFromTheNextRequestOn() {
    One accounts = agent();
    Principal.Known who = token(accounts);
    accounts.apply(new AccountEvent.RoleSet(ANA, Role.ADMIN));
    assertThat(Standing.now(accounts, who, NOW).orElseThrow().role()).isEqualTo(Role.ADMIN);
  }
}
