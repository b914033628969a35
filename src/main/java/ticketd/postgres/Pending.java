package ticketd.postgres;

import java.util.List;
import java.util.UUID;
import ticketd.journal.Row;

/**
 * A batch on its way into the table. It is stored where its last number has its {@code turn}, and
 * lost where that number has another, whatever the bytes.
 *
 * @param after the number of the event that it follows on
 * @param follows the checksum of that event
 */
record Pending(long after, int follows, UUID turn, List<Row> rows) {
  Pending {
    rows = List.copyOf(rows);
  }

  long last() {
    return after + rows.size();
  }
}
