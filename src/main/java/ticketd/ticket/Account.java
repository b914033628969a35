package ticketd.ticket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Somebody whom a closed desk knows, as of the last event of the account.
 *
 * @param tokens in the order they were made, without those that were revoked; what has expired may
 *     be among them
 * @param endedAt the number of the last event that ends what was opened before it: the account was
 *     disabled, its role lowered; 0 for none
 * @param passwordAt the number of the event that set the password; 0 for none
 */
public record Account(
    Identity name,
    Role role,
    boolean enabled,
    Optional<Verifier> password,
    List<Token> tokens,
    Instant createdAt,
    long endedAt,
    long passwordAt) {
  /** What browsers may have open at once; behind it the oldest of them ends. */
  static final int MAX_SESSIONS = 32;

  public boolean isEnabledAdmin() {
    return enabled && role == Role.ADMIN;
  }

  public Optional<Token> token(long id) {
    return tokens.stream().filter(token -> token.id() == id).findFirst();
  }

  /**
   * What it is just after the event. The log is what it is: of what no rule would have let happen,
   * as an event of an account that was never added, as much is made as can be.
   */
  public static Account after(Optional<Account> before, AccountEvent event, Stamp stamp) {
    if (before.isEmpty() || event instanceof AccountEvent.Added) {
      Role role = event instanceof AccountEvent.Added added ? added.role() : Role.REQUESTER;
      return new Account(
          event.account(), role, true, Optional.empty(), List.of(), stamp.at(), 0, 0);
    }
    return before.get().after(event, stamp);
  }

  private Account after(AccountEvent event, Stamp stamp) {
    if (event instanceof AccountEvent.Disabled) {
      return with(role, false, tokens, stamp.seq());
    } else if (event instanceof AccountEvent.Enabled) {
      return with(role, true, tokens, endedAt);
    } else if (event instanceof AccountEvent.RoleSet set) {
      return with(set.role(), enabled, tokens, set.role().isAtLeast(role) ? endedAt : stamp.seq());
    } else if (event instanceof AccountEvent.PasswordSet set) {
      return with(Optional.of(set.verifier()), withoutThoseOfPassword(set.kept()), stamp.seq());
    } else if (event instanceof AccountEvent.Rehashed rehashed) {
      return with(Optional.of(rehashed.verifier()), tokens, passwordAt);
    } else if (event instanceof AccountEvent.TokenMade made) {
      return with(role, enabled, withToken(made.grant(), stamp), endedAt);
    } else if (event instanceof AccountEvent.TokenRevoked revoked) {
      return with(role, enabled, without(revoked.token()), endedAt);
    } else if (event instanceof AccountEvent.TokenRenewed renewed) {
      return with(role, enabled, withRenewed(renewed), endedAt);
    }
    throw new IllegalArgumentException("no account is like this after " + event);
  }

  private Account with(Role newRole, boolean isEnabled, List<Token> newTokens, long newEndedAt) {
    return new Account(
        name, newRole, isEnabled, password, newTokens, createdAt, newEndedAt, passwordAt);
  }

  private Account with(Optional<Verifier> newPassword, List<Token> newTokens, long newPasswordAt) {
    return new Account(
        name, role, enabled, newPassword, newTokens, createdAt, endedAt, newPasswordAt);
  }

  private List<Token> without(long id) {
    return tokens.stream().filter(token -> token.id() != id).toList();
  }

  private List<Token> withRenewed(AccountEvent.TokenRenewed renewed) {
    return tokens.stream()
        .map(
            token ->
                token.id() == renewed.token()
                    ? new Token(
                        token.id(), token.grant().until(renewed.expiresAt()), token.createdAt())
                    : token)
        .toList();
  }

  private List<Token> withoutThoseOfPassword(OptionalLong kept) {
    return tokens.stream()
        .filter(
            token ->
                !token.grant().byPassword() || (kept.isPresent() && kept.getAsLong() == token.id()))
        .toList();
  }

  /** Those that have expired by then are forgotten, so that they do not pile up. */
  private List<Token> withToken(Grant grant, Stamp stamp) {
    List<Token> kept = new ArrayList<>(tokens);
    kept.removeIf(token -> !token.grant().isLiveAt(stamp.at()));
    if (grant.session()) {
      long sessions = kept.stream().filter(token -> token.grant().session()).count();
      if (sessions >= MAX_SESSIONS) {
        kept.stream().filter(token -> token.grant().session()).findFirst().ifPresent(kept::remove);
      }
    }
    kept.add(new Token(stamp.seq(), grant, stamp.at()));
    return List.copyOf(kept);
  }
}
