package ticketd.postgres;

import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node hears of another one's appends, in a real PostgreSQL. */
class EarIT {
  private static final String DATABASE = "ear";
  private static final int FAILURES = 3;

  private final Cluster cluster = Cluster.shared();
  private final AtomicInteger failures = new AtomicInteger();

  @TempDir Path directory;

  private DeskSettings settings(String node) {
    return Nodes.settings(Cluster.url(DATABASE, cluster.port()), directory.resolve(node));
  }

  /** Fails in the thread that listens, some times. */
  private DeskListener failing() {
    return new DeskListener() {
      @Override
      public void asked(long nanos) {
        if (Thread.currentThread().getName().equals("ticketd-desk-ear")
            && failures.incrementAndGet() <= FAILURES) {
          throw new IllegalStateException("planted");
        }
      }
    };
  }

  @Test
  void shouldHearOthersAfterWhatNobodyForesaw() {
    cluster.createDesk(DATABASE, 8192);
    try (PgLog hearing = Nodes.open(settings("hearing"), failing());
        PgLog other = Nodes.open(settings("other"))) {
      await().until(() -> failures.get() > 0);
      long before = hearing.replica().committed();
      new Filing(other).file("heard");
      await().until(() -> hearing.replica().committed() > before);
    } finally {
      cluster.query("postgres", "DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }
  }
}
