package ticketd.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import ticketd.ticket.Account;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.Accounts;
import ticketd.ticket.Identity;
import ticketd.ticket.Stamp;
import ticketd.ticket.Token;
import ticketd.ticket.TokenHash;

/** The accounts as the index has them. One thread writes, any number read. */
final class AccountIndex implements Accounts {
  /** By the keys of their names. */
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  private final Map<TokenHash, String> holders = new ConcurrentHashMap<>();

  /** Stored last: whoever loads it sees what it tells of. */
  private volatile long changedAt;

  void apply(AccountEvent event, Stamp stamp) {
    String key = event.account().key();
    Optional<Account> before = Optional.ofNullable(accounts.get(key));
    Account after = Account.after(before, event, stamp);
    accounts.put(key, after);
    Map<TokenHash, String> gone = new HashMap<>();
    before.ifPresent(
        account -> account.tokens().forEach(token -> gone.put(token.grant().hash(), key)));
    for (Token token : after.tokens()) {
      holders.put(token.grant().hash(), key);
      gone.remove(token.grant().hash());
    }
    holders.keySet().removeAll(gone.keySet());
    changedAt = stamp.seq();
  }

  @Override
  public Optional<Account> account(Identity name) {
    return Optional.ofNullable(accounts.get(name.key()));
  }

  @Override
  public Optional<Account> holder(TokenHash hash) {
    return Optional.ofNullable(holders.get(hash)).map(accounts::get);
  }

  @Override
  public Collection<Account> all() {
    return accounts.values().stream()
        .sorted(Comparator.comparing(account -> account.name().key()))
        .toList();
  }

  @Override
  public long changedAt() {
    return changedAt;
  }
}
