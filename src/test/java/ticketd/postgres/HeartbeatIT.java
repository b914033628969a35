package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.BatchWriter;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalListener;
import ticketd.journal.Refs;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketRules;

/** The write each second of a node that has its turn in the queue, in a real PostgreSQL. */
class HeartbeatIT {
  private static final String DATABASE = "heartbeat";
  private final Cluster cluster = Cluster.shared();

  @TempDir Path directory;

  private String url() {
    return Cluster.url(DATABASE, cluster.port());
  }

  private static BatchWriter filing(DeskFile file, String title) {
    BatchWriter batch = file.newBatch();
    long seq = batch.nextSeq();
    Stamp stamp = new Stamp(Filing.WHO, Instant.EPOCH, seq);
    batch.add(
        new Recorded(stamp, TicketRules.file(TicketCommand.File.of(title, ""), seq, stamp)),
        Optional.empty(),
        Refs.NONE);
    batch.seal();
    return batch;
  }

  /** A part of the turn's transaction would be confirmed by nobody. */
  @Test
  void shouldLeaveTheQueueFirst() throws SQLException {
    cluster.createDesk(DATABASE, 8192);
    DeskSettings settings = Nodes.settings(url(), directory.resolve("one"));
    Hosts hosts = new Hosts(settings);
    Schema.Desk desk;
    try (Hosts.Primary primary = hosts.firstPrimary()) {
      desk = Schema.find(primary.connection(), settings.desk()).orElseThrow();
    }
    try (PgLog log = Nodes.open(Nodes.settings(url(), directory.resolve("other")));
        DeskFile file = DeskFile.open(desk.copyIn(settings.replica()), JournalListener.none());
        Appends appends =
            new Appends(
                settings,
                hosts,
                desk.number(),
                file,
                new Eras(file, settings),
                DeskListener.none())) {
      Filing other = new Filing(log);
      appends.connectFirst();
      int lost = 0;
      // Turns that are lost confirm nothing, so that a beat becomes due.
      while (lost < 1 || appends.sinceConfirmed().compareTo(Duration.ofSeconds(1)) < 0) {
        BatchWriter batch = filing(file, "lost");
        other.file("first");
        assertThat(appends.append(batch)).isFalse();
        lost++;
      }
      appends.prepare();
      await().until(appends::confirm);
      assertThat(cluster.queued(DATABASE)).isZero();
    } finally {
      cluster.query("postgres", "DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }
  }
}
