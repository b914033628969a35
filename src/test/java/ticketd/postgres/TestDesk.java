package ticketd.postgres;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import ticketd.journal.SharedLog;

/** An empty desk in a database of its own, in the PostgreSQL that the tests share. */
public final class TestDesk {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String database = "desk" + MADE.incrementAndGet();
  private int nodes;

  private TestDesk() {}

  public static TestDesk create() {
    TestDesk made = new TestDesk();
    Cluster.shared().createDesk(made.database, Schema.CHUNK_BYTES);
    return made;
  }

  /** For {@code --store}. */
  public String url() {
    return Cluster.url(database, Cluster.shared().port());
  }

  /** Another node, whose copy is in {@code directory}. */
  public SharedLog open(Path directory) {
    nodes++;
    return Nodes.open(Nodes.settings(url(), directory.resolve("node-" + nodes)));
  }
}
