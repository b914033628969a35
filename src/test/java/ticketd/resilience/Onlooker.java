package ticketd.resilience;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Somebody who reads while others write and servers die: on a thread of his own, now at one server
 * of a cluster, now at another, and keeping count of what was wrong.
 */
abstract class Onlooker implements AutoCloseable {
  private static final Duration BREATH = Duration.ofMillis(20);
  private static final Duration JOIN = Duration.ofSeconds(60);
  private static final int LOOKS_A_CONNECTION = 500;

  private final Cluster cluster;
  private final Thread thread;
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private volatile Optional<Peer> connection = Optional.empty();
  private volatile boolean stopping;

  /** Of what {@link #look} does at random; for its thread. */
  protected final Random random;

  protected Onlooker(String name, Cluster cluster, long seed) {
    this.cluster = cluster;
    this.random = new Random(seed);
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((t, failure) -> find(failure.toString()));
  }

  /** To be called once. */
  void start() {
    thread.start();
  }

  /** Begins on a new connection. */
  protected abstract void begin(Peer peer);

  /** One look; an {@link UncheckedIOException} when the connection is lost. */
  protected abstract void look(Peer peer);

  protected final void find(String what) {
    findings.add(thread.getName() + ": " + what);
  }

  List<String> findings() {
    return List.copyOf(findings);
  }

  private void run() {
    while (!stopping) {
      try (Peer peer = Peer.to(cluster.get(random.nextInt(cluster.size())).address())) {
        connection = Optional.of(peer);
        begin(peer);
        for (int left = random.nextInt(LOOKS_A_CONNECTION); left > 0 && !stopping; left--) {
          look(peer);
        }
      } catch (UncheckedIOException e) {
        // Its server was killed, or is not there yet.
        ChildServer.pause(BREATH);
      }
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    stopping = true;
    connection.ifPresent(Peer::close);
    try {
      thread.join(JOIN.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
