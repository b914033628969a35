package ticketd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalSettings;
import ticketd.journal.Restoration;
import ticketd.journal.SyncMode;
import ticketd.store.FileAccounts;
import ticketd.store.OpenStore;
import ticketd.store.RestoredAccounts;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Accounts;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.NewToken;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;
import ticketd.ticket.TokenHash;

/** A copy from before a revocation, put back. */
class RevivalTest {
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final Identity BO = Identity.of("Bo").orElseThrow();
  private static final Principal.Root ROOT = new Principal.Root(ANA);

  @TempDir Path directory;
  private int hashes;

  private static FileAccounts open(Path store) {
    JournalSettings settings = new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5));
    return new FileAccounts(OpenStore.open(settings, FileAccess.system()), Clock.systemUTC());
  }

  private NewToken token(String label, Lifetime lifetime) {
    TokenHash hash = new TokenHash(String.format("%064x", ++hashes));
    return new NewToken(hash, label, Optional.empty(), Optional.empty(), lifetime, false);
  }

  private static Accounts read(Path store) {
    RestoredAccounts read = new RestoredAccounts();
    assertThat(Restoration.run(store, file -> {}, read).report().ok()).isTrue();
    return read.accounts();
  }

  @Test
  void shouldNameWhatLivesAgainAndEndItsTokens() throws Exception {
    Path store = directory.resolve("store");
    Path copy = directory.resolve("copy");
    try (FileAccounts accounts = open(store)) {
      accounts.run(
          ROOT,
          List.of(
              new AccountCommand.Add(
                  ANA, Role.ADMIN, Optional.empty(), Optional.of(token("a", new Lifetime.Never()))),
              new AccountCommand.MakeToken(ANA, token("brief", new Lifetime.Of(Duration.ZERO))),
              new AccountCommand.Add(
                  BO,
                  Role.AGENT,
                  Optional.empty(),
                  Optional.of(token("b", new Lifetime.Usual())))));
      Files.copy(store, copy);
      accounts.run(ROOT, List.of(new AccountCommand.Disable(BO)));
    }
    assertThat(new Revival(read(store), Instant.now()).accounts())
        .extracting(Account::name)
        .containsExactly(ANA);

    Revival revival = new Revival(read(copy), Instant.now());
    assertThat(revival.accounts()).extracting(Account::name).containsExactly(ANA, BO);
    assertThat(revival.tokens(revival.accounts().get(0)))
        .as("without what has expired")
        .extracting(token -> token.grant().label())
        .containsExactly("a");
    assertThat(revival.revokeTokens(copy)).hasValue(2);
    assertThat(revival.revokeTokens(copy)).as("revoked by somebody else by now").isEmpty();
    Revival after = new Revival(read(copy), Instant.now());
    assertThat(after.accounts()).hasSize(2).allMatch(account -> after.tokens(account).isEmpty());
  }
}
