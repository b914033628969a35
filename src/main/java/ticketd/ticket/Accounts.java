package ticketd.ticket;

import java.util.Collection;
import java.util.Optional;

/** The accounts of a desk, as of some moment. */
public interface Accounts {
  /** Whether there is an account, and so no open desk ever again. */
  default boolean isClosed() {
    return changedAt() != 0;
  }

  Optional<Account> account(Identity name);

  /** Whose token it is; a token that expired is found for some time yet. */
  Optional<Account> holder(TokenHash hash);

  /** In the order of their names. */
  Collection<Account> all();

  /** The number of the last event of any account; 0 in an open desk. */
  long changedAt();
}
