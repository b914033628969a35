package ticketd.ticket;

import java.util.Optional;

/** A request to change an account, its grammar already checked. */
public sealed interface AccountCommand extends Command {
  /** Whose account it is about. */
  Identity account();

  /** The account, and in the same step what opens it. */
  record Add(Identity account, Role role, Optional<Verifier> password, Optional<NewToken> token)
      implements AccountCommand {}

  record Disable(Identity account) implements AccountCommand {}

  record Enable(Identity account) implements AccountCommand {}

  record SetRole(Identity account, Role role) implements AccountCommand {}

  /** Gives somebody a password, whatever it was. */
  record SetPassword(Identity account, Verifier password) implements AccountCommand {}

  /** Sets one's own, where {@code old} still is what the account has: what was found to fit. */
  record ChangePassword(Identity account, Optional<Verifier> old, Verifier password)
      implements AccountCommand {}

  /** The same password at a present cost, where {@code old} still is what the account has. */
  record Rehash(Identity account, Verifier old, Verifier password) implements AccountCommand {}

  record MakeToken(Identity account, NewToken token) implements AccountCommand {}

  record RevokeToken(Identity account, long token) implements AccountCommand {}

  /** The session of a browser is in use. */
  record RenewToken(Identity account, long token) implements AccountCommand {}
}
