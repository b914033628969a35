package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Exposed;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.Scraper;
import ticketd.testing.TestServer;

/** What {@code /metrics} tells while a server cannot store, and when it can again. */
class FailureFiguresTest {
  private static final String WRITABLE = "ticketd_store_writable";
  private static final String FILE = "SENDTICKET {\"title\":\"x\"}";

  @TempDir Path folder;
  private final FaultyFiles files = new FaultyFiles();

  @SuppressWarnings("NullAway.Init") // every test begins with start
  private TestServer server;

  private Scraper start() {
    server =
        TestServer.start(
            TestServer.Setup.in(folder)
                .syncing("always")
                .speaking(Locale.ENGLISH)
                .waitingForLock(Duration.ofMillis(50)),
            new QuietLog(),
            files);
    return new Scraper(server);
  }

  @AfterEach
  void stop() {
    files.fail(FaultyFiles.Fault.NONE);
    server.close();
  }

  private static double failures(Exposed figures, String reason) {
    return figures.value("ticketd_journal_failures_total{reason=\"" + reason + "\"}");
  }

  private static double requests(Exposed figures, String outcome) {
    return figures.value(
        "ticketd_requests_total{door=\"lines\",outcome=\"" + outcome + "\",verb=\"SENDTICKET\"}");
  }

  @Test
  void shouldTellOfAForceThatFailedAndOfItsMending() {
    Scraper scraper = start();
    LineClient jules = server.connect("Jules");
    assertThat(jules.status(FILE)).startsWith("[OK]");
    Exposed before = scraper.figures();
    assertThat(before.value(WRITABLE)).isEqualTo(1);

    files.fail(FaultyFiles.Fault.FORCE);
    assertThat(jules.status(FILE)).startsWith("[ERR] in-doubt");
    assertThat(jules.status(FILE)).startsWith("[ERR] unavailable");
    // The journal reports its failure behind that of the batch.
    Exposed broken =
        await().until(scraper::figures, figures -> failures(figures, "sync-failed") > 0);
    assertThat(broken.value(WRITABLE)).isZero();
    assertThat(requests(broken, "in-doubt")).isEqualTo(1);
    assertThat(requests(broken, "unavailable")).isEqualTo(1);
    assertThat(broken.value("ticketd_changes_total"))
        .isEqualTo(before.value("ticketd_changes_total"));
    assertThat(broken.value("ticketd_forced_write_seconds_count"))
        .as("the force that failed was one, too")
        .isGreaterThan(before.value("ticketd_forced_write_seconds_count"));

    files.fail(FaultyFiles.Fault.NONE);
    await().until(() -> jules.status(FILE).startsWith("[OK]"));
    Exposed after = scraper.figures();
    assertThat(after.value(WRITABLE)).isEqualTo(1);
    assertThat(after.value("ticketd_changes_total"))
        .isEqualTo(before.value("ticketd_changes_total") + 1);
  }

  @Test
  void shouldTellOfWaitsForALockThatSomebodyElseHolds() {
    Scraper scraper = start();
    LineClient jules = server.connect("Jules");
    assertThat(jules.status(FILE)).startsWith("[OK]");
    Exposed before = scraper.figures();
    assertThat(before.value("ticketd_lock_wait_seconds_count"))
        .as("a lock that is free is not waited for")
        .isZero();

    files.fail(FaultyFiles.Fault.LOCKED);
    assertThat(jules.status(FILE)).startsWith("[ERR] unavailable");
    Exposed locked = scraper.figures();
    assertThat(locked.value(WRITABLE)).isZero();
    assertThat(failures(locked, "lock-timeout")).isPositive();
    assertThat(locked.value("ticketd_lock_wait_seconds_count")).isPositive();
    assertThat(locked.value("ticketd_lock_wait_seconds_sum")).isGreaterThanOrEqualTo(0.05);

    files.fail(FaultyFiles.Fault.NONE);
    await().until(() -> jules.status(FILE).startsWith("[OK]"));
    assertThat(scraper.figures().value(WRITABLE)).isEqualTo(1);
  }
}
