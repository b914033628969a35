package ticketd.client.transfer;

import java.io.IOException;
import java.util.Optional;

/** Tickets one after the other, however many. For one thread. */
public interface Source {
  /**
   * The next row; empty at the end.
   *
   * @throws IOException when it cannot be read on
   */
  Optional<Row> next() throws IOException;
}
