package ticketd.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ticketd.ticket.Account;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.Accounts;
import ticketd.ticket.Identity;
import ticketd.ticket.Stamp;
import ticketd.ticket.TokenHash;

/** The accounts as a batch that is being decided leaves them. Used by the store actor alone. */
final class DraftAccounts implements Accounts {
  private final Accounts stored;
  private Map<String, Account> drafts = Map.of();
  private long changedAt;

  DraftAccounts(Accounts stored) {
    this.stored = stored;
    this.changedAt = stored.changedAt();
  }

  void apply(AccountEvent event, Stamp stamp) {
    Account after = Account.after(account(event.account()), event, stamp);
    drafts = new HashMap<>(drafts);
    drafts.put(after.name().key(), after);
    changedAt = stamp.seq();
  }

  @Override
  public Optional<Account> account(Identity name) {
    return Optional.ofNullable(drafts.get(name.key())).or(() -> stored.account(name));
  }

  @Override
  public Optional<Account> holder(TokenHash hash) {
    return all().stream()
        .filter(account -> account.tokens().stream().anyMatch(it -> it.grant().hash().equals(hash)))
        .findFirst();
  }

  @Override
  public Collection<Account> all() {
    Map<String, Account> all = new HashMap<>();
    stored.all().forEach(account -> all.put(account.name().key(), account));
    all.putAll(drafts);
    return all.values().stream()
        .sorted(Comparator.comparing(account -> account.name().key()))
        .toList();
  }

  @Override
  public long changedAt() {
    return changedAt;
  }
}
