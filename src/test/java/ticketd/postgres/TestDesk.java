package ticketd.postgres;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import ticketd.journal.SharedLog;
import ticketd.server.settings.Settings;
import ticketd.testing.TestServer;

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

  /** A database in which nothing is yet. */
  public static TestDesk ofNothing() {
    TestDesk made = new TestDesk();
    Cluster.shared().query("postgres", "CREATE DATABASE " + made.database);
    return made;
  }

  /** For {@code --store}. */
  public String url() {
    return Cluster.url(database, Cluster.shared().port());
  }

  /** The same through a {@link #proxy}. */
  public String url(int port) {
    return Cluster.url(database, port);
  }

  /** Something that stands between nodes and their server. */
  public Proxy proxy() {
    return Proxy.to(Cluster.shared().port());
  }

  /** What a statement returns first, as text, by the owner of the tables. */
  public String query(String sql) {
    return Cluster.shared().query(database, sql);
  }

  /** Another node, whose copy is in {@code directory}. */
  public SharedLog open(Path directory) {
    nodes++;
    return Nodes.open(Nodes.settings(url(), directory.resolve("node-" + nodes)));
  }

  /** A whole server whose copy is {@code replica}, in English. */
  public TestServer serve(Path replica) {
    return serve(Nodes.settings(url(), replica));
  }

  /** The same by another URL. */
  public static TestServer serve(String url, Path replica) {
    return serve(Nodes.settings(url, replica));
  }

  static TestServer serve(DeskSettings settings) {
    Settings usual = TestServer.Setup.in(settings.replica()).speaking(Locale.ENGLISH).settings();
    return TestServer.start(
        new Settings(
            usual.listen(),
            new Settings.Store(
                settings.replica(),
                Optional.empty(),
                usual.store().syncInterval(),
                settings.lockTimeout(),
                Optional.of(settings)),
            false,
            usual.rules(),
            usual.limits(),
            usual.http(),
            usual.tls(),
            usual.drainTimeout(),
            usual.language(),
            usual.zone(),
            usual.logFormat(),
            usual.actorSystem()));
  }
}
