package ticketd.postgres;

import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
  private DeskListener failing(Throwable planted) {
    return new DeskListener() {
      @Override
      public void asked(long nanos) {
        if (Thread.currentThread().getName().equals("ticketd-desk-ear")
            && failures.incrementAndGet() <= FAILURES) {
          if (planted instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) planted;
        }
      }
    };
  }

  static List<Throwable> planted() {
    return List.of(new IllegalStateException("planted"), new AssertionError("planted"));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void shouldHearOthersAfterWhatNobodyForesaw(Throwable planted) {
    cluster.createDesk(DATABASE, 8192);
    try (PgLog hearing = Nodes.open(settings("hearing"), failing(planted));
        PgLog other = Nodes.open(settings("other"))) {
      // What was planted goes to the thread's handler, which is none of the waiting's.
      ConditionFactory patience = await().dontCatchUncaughtExceptions();
      patience.until(() -> failures.get() > 0);
      long before = hearing.replica().committed();
      new Filing(other).file("heard");
      patience.until(() -> hearing.replica().committed() > before);
    } finally {
      cluster.query("postgres", "DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }
  }
}
