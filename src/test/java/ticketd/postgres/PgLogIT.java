package ticketd.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import ticketd.journal.JournalException;
import ticketd.journal.SharedLog;
import ticketd.journal.SharedLogContract;

/** What the store relies on, with the order in a real PostgreSQL. */
class PgLogIT extends SharedLogContract {
  private static final AtomicInteger DESKS = new AtomicInteger();
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration HURRIED = Duration.ofSeconds(1);

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
    return open(nodes == 1 ? proxy.port() : Cluster.shared().port(), PATIENT);
  }

  @Override
  protected SharedLog openHurried(SharedLog patient) {
    patient.close();
    nodes++;
    return open(proxy.port(), HURRIED);
  }

  private SharedLog open(int port, Duration lockTimeout) {
    return Nodes.open(
        Nodes.settings(
            Cluster.url(database, port),
            directory.resolve("replica-" + nodes),
            DeskSettings.Failover.NEW_GENERATION,
            lockTimeout));
  }

  @Override
  protected void leaveNextInDoubt() {
    proxy.holdAfterAppend();
  }

  @Override
  protected JournalException.Kind refusalInDoubt() {
    return JournalException.Kind.UNREACHABLE;
  }

  @Override
  protected void endDoubt() {
    proxy.hold(false);
  }
}
