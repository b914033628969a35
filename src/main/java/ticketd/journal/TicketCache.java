package ticketd.journal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import ticketd.ticket.Ticket;

/**
 * Tickets as events left them, for the lists that show the same ones again and again. A slot is
 * chosen by the ticket's number, so that as many with successive ones have room side by side, and
 * an event takes the place of the one before it. For any number of threads.
 */
final class TicketCache {
  private static final int SLOTS = 1024;

  /**
   * A ticket just after an event.
   *
   * @param offset of the event's record
   * @param checksum of the same, which rests on those of all records before
   */
  record Entry(long offset, int checksum, Optional<Ticket> ticket) {}

  private static final Entry NONE = new Entry(0, 0, Optional.empty());

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(SLOTS);

  TicketCache() {
    for (int slot = 0; slot < SLOTS; slot++) {
      entries.setPlain(slot, NONE);
    }
  }

  private static int slot(long id) {
    return (int) id & (SLOTS - 1);
  }

  /** What was put there last for the event at {@code offset}, or an entry without a ticket. */
  Entry get(long id, long offset) {
    // Its fields are final: whoever sees an entry sees all of it.
    Entry entry = entries.getPlain(slot(id));
    return entry.offset == offset ? entry : NONE;
  }

  void put(Ticket ticket, long offset, int checksum) {
    entries.setRelease(slot(ticket.id()), new Entry(offset, checksum, Optional.of(ticket)));
  }
}
