package ticketd.ticket;

import java.time.Instant;
import java.util.OptionalLong;

/** What was done to an account. */
public sealed interface AccountEvent extends DeskEvent {
  /** Whose account it is, as its name was spelled when it was added. */
  Identity account();

  /** The first one of a store closes the desk, for good. */
  record Added(Identity account, Role role) implements AccountEvent {}

  /** Nothing is carried out for it any more, whatever the credential. */
  record Disabled(Identity account) implements AccountEvent {}

  record Enabled(Identity account) implements AccountEvent {}

  record RoleSet(Identity account, Role role) implements AccountEvent {}

  /**
   * A password where there was none, or another. What the old one opened ends with it.
   *
   * @param kept the token that goes on all the same, since it made the change
   */
  record PasswordSet(Identity account, Verifier verifier, OptionalLong kept)
      implements AccountEvent {}

  /** The same password at another cost. It ends nothing. */
  record Rehashed(Identity account, Verifier verifier) implements AccountEvent {}

  /** The token's id is the number of this event. */
  record TokenMade(Identity account, Grant grant) implements AccountEvent {}

  record TokenRevoked(Identity account, long token) implements AccountEvent {}

  /** A session ends later than was said when it was made, or last renewed. */
  record TokenRenewed(Identity account, long token, Instant expiresAt) implements AccountEvent {}
}
