package ticketd.launch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import ticketd.desk.Answer;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.FileAccounts;
import ticketd.store.OpenStore;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Accounts;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Token;

/** What opens a store that was restored, as it did when the copy was made. */
final class Revival {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  /** In whose name the file's owner does it. */
  private static final Principal.Root ROOT = new Principal.Root(Identity.DESK);

  private final Accounts all;
  private final Instant now;

  Revival(Accounts all, Instant now) {
    this.all = all;
    this.now = now;
  }

  /** Those that are enabled. */
  List<Account> accounts() {
    return all.all().stream().filter(Account::enabled).toList();
  }

  /** Those of the account that have not expired. */
  List<Token> tokens(Account account) {
    return account.tokens().stream().filter(token -> token.grant().isLiveAt(now)).toList();
  }

  /**
   * Ends all tokens, those of disabled accounts too; how many there were, or empty where the store
   * took none of it.
   */
  OptionalInt revokeTokens(Path path) {
    List<AccountCommand> commands = new ArrayList<>();
    for (Account account : all.all()) {
      tokens(account)
          .forEach(
              token -> commands.add(new AccountCommand.RevokeToken(account.name(), token.id())));
    }
    JournalSettings settings = new JournalSettings(path, SyncMode.ALWAYS, LOCK_TIMEOUT);
    try (FileAccounts accounts =
        new FileAccounts(OpenStore.open(settings, FileAccess.system()), Clock.systemUTC())) {
      boolean isDone =
          accounts.run(ROOT, commands).stream().allMatch(Answer.AccountDone.class::isInstance);
      return isDone ? OptionalInt.of(commands.size()) : OptionalInt.empty();
    }
  }
}
