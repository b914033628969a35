package ticketd.ticket;

import java.time.Instant;
import java.util.Optional;

/** What a credential is worth by the accounts as they are at the moment. */
public final class Standing {
  private Standing() {}

  /** Whoever has that token; empty where it is not good, whatever the reason. */
  public static Optional<Principal.Known> ofToken(Accounts accounts, TokenHash hash, Instant now) {
    long since = accounts.changedAt();
    Optional<Account> account = accounts.holder(hash).filter(Account::enabled);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    return account.get().tokens().stream()
        .filter(token -> token.grant().hash().equals(hash) && token.grant().isLiveAt(now))
        .findFirst()
        .map(token -> known(account.get(), token, since));
  }

  /** Whoever has that account, by a password that was found right beside {@code since}. */
  public static Principal.Known ofPassword(Account account, long since) {
    return new Principal.Known(
        account.name(),
        Principal.Credential.ByPassword.INSTANCE,
        account.role(),
        Cap.FULL,
        Optional.empty(),
        since);
  }

  /**
   * The same person with what they may do now; empty where what they signed in with has ended
   * since.
   */
  public static Optional<Principal.Known> now(Accounts accounts, Principal.Known who, Instant now) {
    long since = accounts.changedAt();
    if (since == who.since()) {
      return Optional.of(who).filter(known -> isBeforeEnd(known, now));
    }
    Optional<Account> account =
        accounts
            .account(who.who())
            .filter(found -> found.enabled() && found.endedAt() <= who.since());
    if (account.isEmpty()) {
      return Optional.empty();
    }
    if (who.credential() instanceof Principal.Credential.ByToken byToken) {
      // What was said of its end when it was looked at may hold no more: sessions are renewed.
      return account
          .get()
          .token(byToken.id())
          .filter(token -> token.grant().isLiveAt(now))
          .map(token -> known(account.get(), token, since));
    }
    return account.get().passwordAt() <= who.since()
        ? Optional.of(ofPassword(account.get(), since))
        : Optional.empty();
  }

  /** Whether who it is has not come to its end by the clock. */
  public static boolean isBeforeEnd(Principal.Known who, Instant now) {
    return who.expiresAt().isEmpty() || now.isBefore(who.expiresAt().get());
  }

  private static Principal.Known known(Account account, Token token, long since) {
    return new Principal.Known(
        account.name(),
        new Principal.Credential.ByToken(token.id(), token.grant().byPassword()),
        account.role().lower(token.grant().role()),
        token.grant().cap(),
        token.grant().expiresAt(),
        since);
  }
}
