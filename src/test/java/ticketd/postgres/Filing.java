package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.journal.BatchWriter;
import ticketd.journal.JournalException;
import ticketd.journal.Refs;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.journal.Turn;
import ticketd.testing.Waiting;
import ticketd.ticket.Identity;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketRules;

/** Files tickets by a log, as a store does, and remembers what the log shows. */
final class Filing {
  static final Identity WHO = Identity.of(Proxy.APPENDER).orElseThrow();

  private final PgLog log;
  private final List<String> seen = new ArrayList<>();

  Filing(PgLog log) {
    this.log = log;
  }

  /** The titles of all that the log shows, in order; asked again while it cannot be known. */
  List<String> seen() {
    await().until(this::isCurrent);
    catchUp();
    return List.copyOf(seen);
  }

  private boolean isCurrent() {
    try {
      log.awaitCurrent();
      return true;
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.UNREACHABLE) {
        return false;
      }
      throw e;
    }
  }

  private void catchUp() {
    log.replica()
        .catchUp(
            (batch, end) -> {
              for (StoredRecord record : batch) {
                seen.add(log.replica().reader().title((StoredEvent) record));
              }
            });
  }

  /** A turn that has decided to file these, and not appended them. */
  Turn begin(String... titles) {
    Turn turn = log.turn();
    catchUp();
    BatchWriter batch = turn.batch();
    for (String title : titles) {
      long seq = batch.nextSeq();
      Stamp stamp = new Stamp(WHO, Instant.EPOCH, seq);
      batch.add(
          new Recorded(stamp, TicketRules.file(TicketCommand.File.of(title, ""), seq, stamp)),
          Optional.empty(),
          Refs.NONE);
    }
    return turn;
  }

  /**
   * The same of a node that queues up and is the head of the queue by now. Where the machine stands
   * still it may be no more: it is not held to that for longer than a second.
   */
  Turn beginAtTheHead(Cluster cluster, String database, String... titles) {
    long deadline = System.nanoTime() + Waiting.PATIENCE.toNanos();
    while (true) {
      Turn turn = begin(titles);
      if (cluster.queued(database) == 1) {
        return turn;
      }
      turn.close();
      assertThat(System.nanoTime()).as("never at the head of the queue").isLessThan(deadline);
    }
  }

  /** Files them as one batch, deciding again where somebody else came before. */
  void file(String... titles) {
    while (true) {
      try (Turn turn = begin(titles)) {
        if (turn.append() == Turn.Outcome.STORED) {
          // What a log appended itself it does not deliver.
          seen.addAll(List.of(titles));
          return;
        }
      }
    }
  }
}
