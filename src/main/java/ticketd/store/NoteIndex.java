package ticketd.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the notes of the tickets are that have some. One thread writes, any number read. */
final class NoteIndex {
  /**
   * The notes of a ticket.
   *
   * @param lastAt the offset of the newest one's event, 0 for none
   * @param lastSeq its number
   */
  record Notes(long lastAt, long lastSeq, int count) {
    static final Notes NONE = new Notes(0, 0, 0);
  }

  private final Map<Long, Notes> byTicket = new ConcurrentHashMap<>();

  void put(long id, Notes notes) {
    byTicket.put(id, notes);
  }

  Notes of(long id) {
    return byTicket.isEmpty() ? Notes.NONE : byTicket.getOrDefault(id, Notes.NONE);
  }
}
