package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.door.Ticker;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.server.settings.Exposure;
import ticketd.server.settings.Settings;
import ticketd.store.FileAccounts;
import ticketd.store.OpenStore;
import ticketd.testing.ClosedDesk;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;

/** A desk is served to other hosts only as what it turns out to be when its store is open. */
class ExposedDeskTest {
  private static final Exposure AT_HOME = new Exposure(false, false, false, false);
  private static final Exposure ALL_ALLOWED = new Exposure(true, false, true, true);
  private static final Exposure NAMES_ARE_CLAIMS = new Exposure(true, false, true, false);
  private static final Exposure PLAIN_IN_FRONT = new Exposure(true, false, false, true);

  @TempDir Path folder;

  @Test
  void shouldServeAnOpenDeskToThoseWhoKnowThatNamesAreClaims() throws StartException {
    assertRefused(PLAIN_IN_FRONT, "--allow-remote");
    assertStarts(NAMES_ARE_CLAIMS);
  }

  @Test
  void shouldServeAClosedDeskToThoseWhoseSecretsNobodyReads() throws StartException {
    close();
    assertRefused(NAMES_ARE_CLAIMS, "--tls-cert");
    assertStarts(PLAIN_IN_FRONT);
    assertStarts(ALL_ALLOWED);
  }

  @Test
  void shouldServeNoDeskWithoutAccountsWhereTheyAreRequired() throws StartException {
    for (Exposure exposure : List.of(AT_HOME, ALL_ALLOWED)) {
      assertThatThrownBy(() -> start(exposure, true))
          .isInstanceOfSatisfying(
              StartException.class,
              e -> {
                assertThat(e.status()).isEqualTo(2);
                assertThat(e)
                    .hasMessageContainingAll(
                        folder.resolve("tickets").toString(),
                        "--require-accounts",
                        "ticket user add NAME --role admin --store FILE");
              });
    }
    close();
    start(AT_HOME, true).stop(Duration.ZERO).toCompletableFuture().join();
    assertRefused(NAMES_ARE_CLAIMS, "--tls-cert");
  }

  private void close() {
    TestServer.Setup setup = TestServer.Setup.in(folder);
    JournalSettings journal = new JournalSettings(setup.file(), SyncMode.OS, Duration.ofSeconds(2));
    Identity ana = Identity.of("Ana").orElseThrow();
    try (FileAccounts accounts =
        new FileAccounts(OpenStore.open(journal, FileAccess.system()), Clock.systemUTC())) {
      accounts.run(
          new Principal.Root(ana),
          List.of(new AccountCommand.Add(ana, Role.ADMIN, Optional.empty(), Optional.empty())));
      assertThat(accounts.accounts().isClosed()).isTrue();
    }
  }

  private void assertRefused(Exposure exposure, String missing) {
    assertThatThrownBy(() -> start(exposure))
        .isInstanceOfSatisfying(
            StartException.class,
            e -> {
              assertThat(e.status()).isEqualTo(2);
              assertThat(e).hasMessageContainingAll("ticketd.host", "0.0.0.0", missing);
            });
  }

  private void assertStarts(Exposure exposure) throws StartException {
    RunningServer server = start(exposure);
    server.stop(Duration.ZERO).toCompletableFuture().join();
  }

  private RunningServer start(Exposure exposure) throws StartException {
    return start(exposure, false);
  }

  private RunningServer start(Exposure exposure, boolean requireAccounts) throws StartException {
    Settings usual = TestServer.Setup.in(folder).speaking(Locale.ENGLISH).settings();
    Settings settings =
        new Settings(
            new Settings.Listen(
                exposure.remote()
                    ? new InetSocketAddress(0).getAddress()
                    : InetAddress.getLoopbackAddress(),
                0,
                exposure,
                1024),
            usual.store(),
            requireAccounts,
            usual.rules(),
            usual.limits(),
            usual.http(),
            usual.tls(),
            usual.drainTimeout(),
            usual.language(),
            usual.zone(),
            usual.logFormat(),
            usual.actorSystem());
    return TicketServer.start(
        settings,
        new QuietLog(),
        new Outside(FileAccess.system(), Ticker.system(), Clock.systemUTC(), ClosedDesk.QUICK));
  }
}
