package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after an append that waits, or the write each second that does: there may be another
 * primary by now, or the way to this one be cut where nobody was told. In a thread of its own, for
 * any other may wait for the server that does not answer.
 */
final class Lookout implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
  private static final Duration TOO_LONG = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
  private static final long BETWEEN_NANOS = Duration.ofSeconds(1).toNanos();

  private final Hosts hosts;
  private final Eras eras;
  private final Appends appends;
  private final Thread thread;
  private volatile boolean closed;

  Lookout(Hosts hosts, Eras eras, Appends appends) {
    this.hosts = hosts;
    this.eras = eras;
    this.appends = appends;
    this.thread = new Thread(this::look, "ticketd-desk-lookout");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void look() {
    long lookedNanos = System.nanoTime() - BETWEEN_NANOS;
    while (!closed) {
      LockSupport.parkNanos(PAUSE_NANOS);
      long now = System.nanoTime();
      if (appends.busyFor().compareTo(TOO_LONG) >= 0 && now - lookedNanos >= BETWEEN_NANOS) {
        lookedNanos = now;
        leaveForAnother();
      }
    }
  }

  private void leaveForAnother() {
    try (Hosts.Primary primary = hosts.newestInTime()) {
      if (closed) {
        return;
      }
      if (eras.isSucceededBy(primary.server())) {
        LOG.warn("{} was promoted; leaving the server that does not answer", primary.host());
        appends.abort();
      } else if (appends.isForgottenBy(primary) && appends.busyFor().compareTo(TOO_LONG) >= 0) {
        LOG.warn("{} answers on another connection; leaving one that was cut", primary.host());
        appends.abort();
      }
    } catch (SQLException e) {
      // Nobody is there to go to.
      return;
    } catch (RuntimeException e) {
      LOG.error("{} goes on after what it did not expect", thread.getName(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
