package ticketd.ticket;

import java.time.Instant;
import java.util.Optional;

/** For whom something is done. */
public sealed interface Principal {
  /** Whose name stands in what is stored. */
  Identity who();

  /** Somebody of whom nothing but the name is known, which an open desk takes for granted. */
  record Claimed(Identity who) implements Principal {}

  /**
   * Somebody with a credential that was found to be good.
   *
   * @param role in force when that was found: the lower of credential's and account's
   * @param expiresAt when the credential ends; empty: never
   * @param since the number of the last event of the desk that had been looked at then; what ends
   *     the credential has a higher one
   */
  record Known(
      Identity who,
      Credential credential,
      Role role,
      Cap cap,
      Optional<Instant> expiresAt,
      long since)
      implements Principal {}

  /** Whoever may write the file itself: he may do everything. */
  record Root(Identity who) implements Principal {}

  /** By what somebody is known. */
  sealed interface Credential {
    /** {@code byPassword} as in {@link Grant}. */
    record ByToken(long id, boolean byPassword) implements Credential {}

    enum ByPassword implements Credential {
      INSTANCE
    }
  }
}
