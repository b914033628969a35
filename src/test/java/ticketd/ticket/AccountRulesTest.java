package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What each command does to accounts, with what each event leaves. */
class AccountRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final Identity BO = Identity.of("Bo").orElseThrow();
  private static final Principal ROOT = new Principal.Root(Identity.of("root").orElseThrow());
  private static final Verifier FIRST = new Verifier(1, "0".repeat(32), "0".repeat(64));
  private static final Verifier SECOND = new Verifier(1, "1".repeat(32), "1".repeat(64));

  private final Map<String, Account> known = new TreeMap<>();
  private long seq;
  private int hashes;

  private final Accounts accounts =
      new Accounts() {
        @Override
        public Optional<Account> account(Identity name) {
          return Optional.ofNullable(known.get(name.key()));
        }

        @Override
        public Optional<Account> holder(TokenHash hash) {
          return known.values().stream()
              .filter(a -> a.tokens().stream().anyMatch(t -> t.grant().hash().equals(hash)))
              .findFirst();
        }

        @Override
        public Collection<Account> all() {
          return known.values();
        }

        @Override
        public long changedAt() {
          return seq;
        }
      };

  private AccountRules.Decision decide(Principal by, Instant at, AccountCommand command) {
    AccountRules.Decision decision = AccountRules.decide(command, accounts, by, at);
    if (decision instanceof AccountRules.Decision.Accepted yes) {
      for (AccountEvent event : yes.events()) {
        Stamp stamp = new Stamp(by.who(), at, ++seq);
        known.put(
            event.account().key(), Account.after(accounts.account(event.account()), event, stamp));
      }
    }
    return decision;
  }

  private void accept(Principal by, AccountCommand command) {
    assertThat(decide(by, NOW, command)).isInstanceOf(AccountRules.Decision.Accepted.class);
  }

  private void refuse(Principal by, AccountCommand command, AccountRejection why) {
    assertThat(decide(by, NOW, command)).isEqualTo(new AccountRules.Decision.Refused(why));
  }

  private static AccountCommand add(Identity name, Role role) {
    return new AccountCommand.Add(name, role, Optional.empty(), Optional.empty());
  }

  private NewToken token(Optional<Role> role, Lifetime lifetime, boolean session) {
    TokenHash hash = new TokenHash(String.format("%064x", ++hashes));
    return new NewToken(hash, "", Optional.empty(), role, lifetime, session);
  }

  private NewToken token() {
    return token(Optional.empty(), new Lifetime.Usual(), false);
  }

  private Principal.Known byPassword(Identity name) {
    return Standing.ofPassword(accounts.account(name).orElseThrow(), seq);
  }

  private Principal.Known byNewest(Identity name) {
    List<Token> tokens = accounts.account(name).orElseThrow().tokens();
    TokenHash hash = tokens.get(tokens.size() - 1).grant().hash();
    return Standing.ofToken(accounts, hash, NOW).orElseThrow();
  }

  @Test
  void shouldNeverBeWithoutAnEnabledAdmin() {
    refuse(ROOT, add(ANA, Role.AGENT), new AccountRejection.FirstMustBeAdmin());
    accept(ROOT, add(ANA, Role.ADMIN));
    refuse(
        ROOT, add(Identity.of("ANA").orElseThrow(), Role.AGENT), new AccountRejection.Exists(ANA));
    accept(ROOT, add(BO, Role.ADMIN));
    accept(ROOT, new AccountCommand.Disable(BO));
    refuse(ROOT, new AccountCommand.Disable(ANA), new AccountRejection.LastAdmin(ANA));
    refuse(ROOT, new AccountCommand.SetRole(ANA, Role.AGENT), new AccountRejection.LastAdmin(ANA));
    accept(ROOT, new AccountCommand.SetRole(BO, Role.AGENT));
    accept(ROOT, new AccountCommand.Enable(BO));
    refuse(ROOT, new AccountCommand.Disable(ANA), new AccountRejection.LastAdmin(ANA));
    accept(ROOT, new AccountCommand.SetRole(BO, Role.ADMIN));
    accept(ROOT, new AccountCommand.Disable(ANA));
    assertThat(decide(ROOT, NOW, new AccountCommand.Disable(ANA)))
        .isEqualTo(new AccountRules.Decision.AsItStands());
    assertThat(decide(ROOT, NOW, new AccountCommand.SetRole(ANA, Role.ADMIN)))
        .isEqualTo(new AccountRules.Decision.AsItStands());
  }

  @Test
  void shouldMakeNoTokenAboveWhatItIsMadeWith() {
    accept(ROOT, add(ANA, Role.ADMIN));
    accept(
        ROOT,
        new AccountCommand.MakeToken(
            ANA, token(Optional.of(Role.AGENT), new Lifetime.Of(Duration.ofDays(10)), false)));
    Principal.Known agent = byNewest(ANA);
    assertThat(agent.role()).isEqualTo(Role.AGENT);
    refuse(
        agent,
        new AccountCommand.MakeToken(
            ANA, token(Optional.of(Role.ADMIN), new Lifetime.Usual(), false)),
        new AccountRejection.AboveItsMaker());
    for (Lifetime longer :
        List.of(new Lifetime.Never(), new Lifetime.Of(Duration.ofDays(10).plusMillis(1)))) {
      refuse(
          agent,
          new AccountCommand.MakeToken(ANA, token(Optional.empty(), longer, false)),
          new AccountRejection.AboveItsMaker());
    }
    accept(agent, new AccountCommand.MakeToken(ANA, token()));
    Principal.Known made = byNewest(ANA);
    assertThat(made.role()).isEqualTo(Role.AGENT);
    assertThat(made.expiresAt()).isEqualTo(agent.expiresAt());
    accept(ROOT, add(BO, Role.REQUESTER));
    refuse(
        ROOT,
        new AccountCommand.MakeToken(
            BO, token(Optional.of(Role.AGENT), new Lifetime.Usual(), false)),
        new AccountRejection.AboveItsMaker());
    accept(ROOT, new AccountCommand.MakeToken(BO, token()));
    assertThat(byNewest(BO).expiresAt()).contains(NOW.plus(Duration.ofDays(90)));
  }

  @Test
  void shouldLetATokenFollowItsAccountUnlessItIsHeldToARole() {
    accept(ROOT, add(ANA, Role.ADMIN));
    accept(
        byPassword(ANA),
        new AccountCommand.Add(BO, Role.REQUESTER, Optional.of(FIRST), Optional.of(token())));
    accept(byNewest(BO), new AccountCommand.MakeToken(BO, token()));
    accept(byPassword(BO), new AccountCommand.MakeToken(BO, token()));
    accept(
        byPassword(BO),
        new AccountCommand.MakeToken(
            BO, token(Optional.of(Role.REQUESTER), new Lifetime.Usual(), false)));
    Principal.Known held = byNewest(BO);
    accept(held, new AccountCommand.MakeToken(BO, token()));
    Principal.Known byHeld = byNewest(BO);
    for (Role role : List.of(Role.ADMIN, Role.AGENT)) {
      accept(byPassword(ANA), new AccountCommand.SetRole(BO, role));
      assertThat(tokensOf(BO)).containsExactly(role, role, role, Role.REQUESTER, Role.REQUESTER);
    }
    accept(byPassword(ANA), new AccountCommand.SetRole(BO, Role.ADMIN));
    for (Principal.Known each : List.of(held, byHeld)) {
      refuse(
          each,
          new AccountCommand.MakeToken(
              BO, token(Optional.of(Role.AGENT), new Lifetime.Usual(), false)),
          new AccountRejection.AboveItsMaker());
    }
  }

  /** What each of the account's tokens is worth now, in the order in which they were made. */
  private List<Role> tokensOf(Identity name) {
    return accounts.account(name).orElseThrow().tokens().stream()
        .map(token -> Standing.ofToken(accounts, token.grant().hash(), NOW).orElseThrow().role())
        .toList();
  }

  @Test
  void shouldEndWhatAPasswordOpenedWhenItIsChanged() {
    accept(ROOT, new AccountCommand.Add(ANA, Role.ADMIN, Optional.of(FIRST), Optional.of(token())));
    Principal.Known apart = byNewest(ANA);
    Principal.Known password = byPassword(ANA);
    accept(password, new AccountCommand.MakeToken(ANA, token()));
    Principal.Known login = byNewest(ANA);
    accept(login, new AccountCommand.MakeToken(ANA, token()));
    Principal.Known child = byNewest(ANA);
    accept(password, new AccountCommand.Rehash(ANA, FIRST, SECOND));
    assertThat(Standing.now(accounts, password, NOW)).isPresent();
    refuse(
        login,
        new AccountCommand.ChangePassword(ANA, Optional.of(FIRST), FIRST),
        new AccountRejection.OtherPassword());
    accept(login, new AccountCommand.ChangePassword(ANA, Optional.of(SECOND), FIRST));
    assertThat(Standing.now(accounts, login, NOW)).as("what made the change").isPresent();
    assertThat(Standing.now(accounts, apart, NOW)).as("made without the password").isPresent();
    assertThat(Standing.now(accounts, password, NOW)).isEmpty();
    assertThat(Standing.now(accounts, child, NOW)).isEmpty();
    assertThat(Standing.now(accounts, byPassword(ANA), NOW)).isPresent();
  }

  @Test
  void shouldCountLiveTokensAndLetTheOldestBrowserGo() {
    accept(ROOT, add(ANA, Role.ADMIN));
    Lifetime day = new Lifetime.Of(Duration.ofDays(1));
    for (int i = 0; i < AccountRules.MAX_TOKENS; i++) {
      accept(ROOT, new AccountCommand.MakeToken(ANA, token(Optional.empty(), day, false)));
    }
    refuse(
        ROOT,
        new AccountCommand.MakeToken(ANA, token()),
        new AccountRejection.TooManyTokens(AccountRules.MAX_TOKENS));
    for (int i = 0; i <= Account.MAX_SESSIONS; i++) {
      accept(ROOT, new AccountCommand.MakeToken(ANA, token(Optional.empty(), day, true)));
    }
    List<Token> tokens = accounts.account(ANA).orElseThrow().tokens();
    assertThat(tokens).hasSize(AccountRules.MAX_TOKENS + Account.MAX_SESSIONS);
    assertThat(tokens.get(AccountRules.MAX_TOKENS).id())
        .as("the first browser's is gone")
        .isEqualTo(1 + AccountRules.MAX_TOKENS + 2);
    accept(ROOT, new AccountCommand.RevokeToken(ANA, tokens.get(0).id()));
    accept(ROOT, new AccountCommand.MakeToken(ANA, token()));
    Instant later = NOW.plus(Duration.ofDays(2));
    assertThat(decide(ROOT, later, new AccountCommand.MakeToken(ANA, token())))
        .isInstanceOf(AccountRules.Decision.Accepted.class);
    assertThat(accounts.account(ANA).orElseThrow().tokens())
        .as("what expired is forgotten")
        .hasSize(2);
    refuse(ROOT, new AccountCommand.RevokeToken(ANA, 9999), new AccountRejection.NoSuchToken(9999));
    refuse(ROOT, new AccountCommand.Disable(BO), new AccountRejection.NoSuchAccount(BO));
  }

  private AccountRules.Decision renew(Duration later) {
    List<Token> tokens = accounts.account(ANA).orElseThrow().tokens();
    long id = tokens.get(tokens.size() - 1).id();
    return decide(byNewest(ANA), NOW.plus(later), new AccountCommand.RenewToken(ANA, id));
  }

  private Optional<Instant> end() {
    List<Token> tokens = accounts.account(ANA).orElseThrow().tokens();
    return tokens.get(tokens.size() - 1).grant().expiresAt();
  }

  @Test
  void shouldRenewASessionOnceAnHourWhileItLasts() {
    accept(ROOT, add(ANA, Role.ADMIN));
    accept(
        byPassword(ANA),
        new AccountCommand.MakeToken(ANA, token(Optional.empty(), new Lifetime.Session(), true)));
    assertThat(end()).contains(NOW.plus(Duration.ofHours(12)));
    Duration hour = Duration.ofHours(1);
    assertThat(renew(hour.minusMillis(1))).isEqualTo(new AccountRules.Decision.AsItStands());
    assertThat(renew(hour)).isInstanceOf(AccountRules.Decision.Accepted.class);
    assertThat(end()).contains(NOW.plus(Duration.ofHours(13)));
    assertThat(renew(hour)).isEqualTo(new AccountRules.Decision.AsItStands());
    assertThat(renew(Duration.ofHours(13).minusMillis(1)))
        .isInstanceOf(AccountRules.Decision.Accepted.class);
    assertThat(end()).contains(NOW.plus(Duration.ofHours(25)).minusMillis(1));
    assertThat(renew(Duration.ofHours(25)))
        .as("it is over")
        .isInstanceOf(AccountRules.Decision.Refused.class);
  }

  @Test
  void shouldRenewNoSessionBeyondWhatItWasMadeWithAndNoOtherToken() {
    accept(ROOT, add(ANA, Role.ADMIN));
    Duration hours = Duration.ofHours(20);
    accept(
        ROOT,
        new AccountCommand.MakeToken(ANA, token(Optional.empty(), new Lifetime.Of(hours), false)));
    assertThat(renew(Duration.ofHours(19))).isEqualTo(new AccountRules.Decision.AsItStands());
    accept(
        byNewest(ANA),
        new AccountCommand.MakeToken(ANA, token(Optional.empty(), new Lifetime.Session(), true)));
    renew(Duration.ofHours(6));
    assertThat(end()).contains(NOW.plus(Duration.ofHours(18)));
    renew(Duration.ofHours(17));
    assertThat(end()).contains(NOW.plus(hours));
    assertThat(renew(Duration.ofHours(19))).isEqualTo(new AccountRules.Decision.AsItStands());
  }

  @Test
  void shouldKeepTheTokenThatSetsItsOwnersPassword() {
    accept(ROOT, add(ANA, Role.ADMIN));
    accept(ROOT, new AccountCommand.MakeToken(ANA, token()));
    assertThat(decide(byNewest(ANA), NOW, new AccountCommand.SetPassword(ANA, FIRST)))
        .isEqualTo(
            new AccountRules.Decision.Accepted(
                List.of(new AccountEvent.PasswordSet(ANA, FIRST, OptionalLong.of(2)))));
  }
}
