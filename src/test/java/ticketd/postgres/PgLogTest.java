package ticketd.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import ticketd.journal.SharedLog;
import ticketd.journal.SharedLogContract;

/** What the store relies on, with the order in a real PostgreSQL. */
class PgLogTest extends SharedLogContract {
  private static final AtomicInteger DESKS = new AtomicInteger();
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

  private final String database = "contract" + DESKS.incrementAndGet();
  private Proxy proxy = Proxy.to(0);
  private int nodes;

  @Override
  @BeforeEach
  protected void openTwo() {
    Cluster.shared().createDesk(database, 8192);
    proxy.close();
    proxy = Proxy.to(Cluster.shared().port());
    super.openTwo();
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  @Override
  protected SharedLog open() {
    nodes++;
    int port = nodes == 1 ? proxy.port() : Cluster.shared().port();
    return Nodes.open(
        Nodes.settings(
            Cluster.url(database, port),
            directory.resolve("replica-" + nodes),
            DeskSettings.Failover.NEW_GENERATION,
            LOCK_TIMEOUT));
  }

  @Override
  protected void leaveNextInDoubt() {
    proxy.holdAfterAppend();
  }

  @Override
  protected void endDoubt() {
    proxy.hold(false);
  }
}
