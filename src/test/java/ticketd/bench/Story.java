package ticketd.bench;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import ticketd.journal.BatchWriter;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.Refs;
import ticketd.ticket.Decision;
import ticketd.ticket.Identity;
import ticketd.ticket.Recorded;
import ticketd.ticket.Resolution;
import ticketd.ticket.Stamp;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketRules;

/**
 * Tickets with a title of 40 bytes and a description of 160, by one of a thousand authors, and what
 * happens to them: taken, commented, tagged, closed.
 */
final class Story {
  static final int EVENTS_A_TICKET = 5;
  private static final int AUTHORS = 1000;
  private static final String TITLE = "The printer on the third floor is broken";
  private static final String DESCRIPTION = "d".repeat(160);
  private static final int BATCH_BYTES = 1 << 20;

  private Story() {}

  static Identity author(long id) {
    return Identity.of("author" + id % AUTHORS).orElseThrow();
  }

  /** Files a ticket; {@code filler}, so often, is the description. */
  static String request(String filler) {
    return "SENDTICKET {\"title\":\""
        + TITLE
        + "\",\"description\":\""
        + filler.repeat(160)
        + "\"}";
  }

  /** Adds the filing of ticket {@code id}. */
  static Refs file(BatchWriter batch, long id) {
    return batch.add(filed(id, batch.nextSeq()), Optional.empty(), Refs.NONE);
  }

  /** The same, at this moment. */
  static void fileNow(BatchWriter batch, long id) {
    Stamp stamp = new Stamp(author(id), Instant.now(), batch.nextSeq());
    batch.add(filed(id, stamp), Optional.empty(), Refs.NONE);
  }

  static Recorded filed(long id, long seq) {
    return filed(author(id), id, seq);
  }

  /** The same, by somebody else. */
  static Recorded filed(Identity author, long id, long seq) {
    return filed(id, new Stamp(author, Instant.ofEpochMilli(1_700_000_000_000L + id), seq));
  }

  private static Recorded filed(long id, Stamp stamp) {
    return new Recorded(
        stamp, TicketRules.file(TicketCommand.File.of(TITLE, DESCRIPTION), id, stamp));
  }

  /** Files the tickets 1 to {@code tickets}. */
  static void file(JournalSettings store, long tickets, LongFunction<Identity> author) {
    try (Journal journal = Journal.open(store)) {
      journal.lock();
      BatchWriter batch = journal.newBatch();
      for (long id = 1; id <= tickets; id++) {
        batch.add(filed(author.apply(id), id, batch.nextSeq()), Optional.empty(), Refs.NONE);
        if (batch.bytes() > BATCH_BYTES) {
          journal.append(batch);
          batch = journal.newBatch();
        }
      }
      journal.append(batch);
      journal.unlock();
    }
  }

  /** Stores {@code tickets} new ones with all their events. */
  static void tell(Journal journal, long tickets) {
    journal.lock();
    try {
      BatchWriter batch = journal.newBatch();
      for (long id = 1; id <= tickets; id++) {
        tellOf(batch, id);
        if (batch.bytes() > BATCH_BYTES) {
          journal.append(batch);
          batch = journal.newBatch();
        }
      }
      journal.append(batch);
    } finally {
      journal.unlock();
    }
  }

  private static void tellOf(BatchWriter batch, long id) {
    Recorded recorded = filed(id, batch.nextSeq());
    Refs refs = batch.add(recorded, Optional.empty(), Refs.NONE);
    Ticket ticket = recorded.event().after();
    List<TicketCommand.OnTicket> commands =
        List.of(
            new TicketCommand.Take(id),
            new TicketCommand.Comment(id, "It is the paper feed again."),
            new TicketCommand.Retag(id, List.of(new TicketCommand.TagChange(true, "printer"))),
            new TicketCommand.Close(id, Resolution.FIXED, Optional.empty()));
    for (TicketCommand.OnTicket command : commands) {
      Stamp stamp = new Stamp(author(id + 1), ticket.updatedAt(), batch.nextSeq());
      Decision decision = TicketRules.decide(command, ticket, () -> DESCRIPTION, stamp);
      TicketEvent event = ((Decision.Accepted) decision).event();
      refs = batch.add(new Recorded(stamp, event), Optional.empty(), refs);
      ticket = event.after();
    }
  }
}
