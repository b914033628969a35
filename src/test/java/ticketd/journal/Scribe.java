package ticketd.journal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import ticketd.ticket.Comment;
import ticketd.ticket.Decision;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketRules;

/**
 * Carries out commands on a journal as the store does, and remembers in plain objects what the
 * journal must say afterwards.
 */
final class Scribe {
  /** A ticket with its texts, as it must be read back. */
  record Known(Ticket ticket, String description, List<Comment> comments, Refs refs) {}

  static final Identity ALICE = identity("Alice");
  static final Identity BOB = identity("bob");

  private Journal journal;
  private final List<Known> tickets = new ArrayList<>();
  private final List<Recorded> events = new ArrayList<>();
  private long nowMillis = 1_700_000_000_000L;

  Scribe(Journal journal) {
    this.journal = journal;
  }

  /** Goes on with another journal over the same store. */
  void goOnWith(Journal reopened) {
    journal = reopened;
  }

  /** Another one that knows the same, and whose batches this one does not learn of. */
  Scribe copy() {
    Scribe copy = new Scribe(journal);
    copy.tickets.addAll(tickets);
    copy.events.addAll(events);
    copy.nowMillis = nowMillis + 1;
    return copy;
  }

  static Identity identity(String name) {
    return Identity.of(name).orElseThrow();
  }

  /** Tickets 1, 2, 3 … */
  List<Known> tickets() {
    return tickets;
  }

  List<Recorded> events() {
    return events;
  }

  /** Under the lock: one batch of these commands, each of which must be accepted. */
  void append(TicketCommand... commands) {
    append(Optional.empty(), commands);
  }

  void append(Optional<KeyUse> key, TicketCommand... commands) {
    journal.lock();
    try {
      journal.append(batch(key, commands));
    } finally {
      journal.unlock();
    }
  }

  /** What {@link #append} would write. */
  BatchWriter batch(Optional<KeyUse> key, TicketCommand... commands) {
    BatchWriter batch = journal.newBatch();
    for (TicketCommand command : commands) {
      add(batch, command, key);
    }
    return batch;
  }

  private void add(BatchWriter batch, TicketCommand command, Optional<KeyUse> key) {
    nowMillis += 1000;
    Identity by = events.size() % 3 == 2 ? BOB : ALICE;
    Stamp stamp = new Stamp(by, Instant.ofEpochMilli(nowMillis), batch.nextSeq());
    if (command instanceof TicketCommand.File file) {
      TicketEvent.Filed filed = TicketRules.file(file, tickets.size() + 1, stamp);
      Recorded recorded = new Recorded(stamp, filed);
      Refs refs = batch.add(recorded, key, Refs.NONE);
      events.add(recorded);
      tickets.add(new Known(filed.after(), filed.description(), List.of(), refs));
      return;
    }
    TicketCommand.OnTicket onTicket = (TicketCommand.OnTicket) command;
    Known known = tickets.get((int) onTicket.id() - 1);
    Decision decision = TicketRules.decide(onTicket, known.ticket(), known::description, stamp);
    TicketEvent event;
    if (decision instanceof Decision.Accepted accepted) {
      event = accepted.event();
    } else if (decision instanceof Decision.AsItStands && key.isPresent()) {
      event = new TicketEvent.Noop(known.ticket());
    } else {
      throw new IllegalArgumentException(command + " on " + known.ticket() + ": " + decision);
    }
    Recorded recorded = new Recorded(stamp, event);
    Refs refs = batch.add(recorded, key, known.refs());
    events.add(recorded);
    if (event.kind() != EventKind.NOOP) {
      List<Comment> comments = new ArrayList<>(known.comments());
      event
          .comment()
          .ifPresent(text -> comments.add(new Comment(comments.size() + 1, by, text, stamp.at())));
      String description = EventEncoder.description(event).orElse(known.description());
      tickets.set((int) onTicket.id() - 1, new Known(event.after(), description, comments, refs));
    }
  }

  /** Adds a filing of Alice's to a batch. */
  static void add(BatchWriter batch, String title) {
    long seq = batch.nextSeq();
    Stamp stamp = new Stamp(ALICE, Instant.EPOCH, seq);
    batch.add(
        new Recorded(stamp, TicketRules.file(file(title, ""), seq, stamp)),
        Optional.empty(),
        Refs.NONE);
  }

  /** Appends a filing of Alice's, caught up before, without remembering it. */
  static void fileAs(Journal journal, long id, String title) {
    journal.lock();
    try {
      journal.catchUp((batch, end) -> {});
      BatchWriter batch = journal.newBatch();
      Stamp stamp = new Stamp(ALICE, Instant.EPOCH, batch.nextSeq());
      TicketEvent.Filed filed = TicketRules.file(file(title, ""), id, stamp);
      batch.add(new Recorded(stamp, filed), Optional.empty(), Refs.NONE);
      journal.append(batch);
    } finally {
      journal.unlock();
    }
  }

  /** Up to where the header says that the store survives loss of power. */
  static long durable(Journal journal) {
    byte[] page = new byte[Header.BYTES];
    StoreFiles.orFail(
        journal.file(),
        () -> {
          FileAccess.OpenMode mode = FileAccess.OpenMode.READ;
          try (FileAccess.OpenFile file = journal.files().open(journal.file(), mode)) {
            file.read(ByteBuffer.wrap(page), 0);
          }
        });
    return new Header(StoreCheck.direct(page)).durable();
  }

  /** Takes in an event at a time. */
  static Replay each(Consumer<StoredEvent> taker) {
    return (batch, end) -> batch.forEach(record -> taker.accept((StoredEvent) record));
  }

  static TicketCommand.File file(String title, String description) {
    return TicketCommand.File.of(title, description);
  }

  static TicketCommand.Edit edit(long id, TicketCommand.Patch patch) {
    return new TicketCommand.Edit(id, patch, OptionalLong.empty());
  }
}
