package ticketd.store;

import ticketd.journal.StoreCheck;
import ticketd.journal.StoredDeskEvent;
import ticketd.journal.StoredRecord;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.Accounts;

/** The accounts of a store that is read without being opened. */
public final class RestoredAccounts implements StoreCheck.Listener {
  private final AccountIndex accounts = new AccountIndex();

  @Override
  public void store(long generation, int salt) {
    // The accounts are those of its events, whichever store it is.
  }

  @Override
  public void event(StoredRecord record) {
    if (record instanceof StoredDeskEvent event
        && event.recorded().event() instanceof AccountEvent ofAccount) {
      accounts.apply(ofAccount, event.recorded().stamp());
    }
  }

  /** As of the last event read. */
  public Accounts accounts() {
    return accounts;
  }
}
