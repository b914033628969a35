package ticketd.http;

import java.util.Optional;
import org.apache.pekko.util.ByteString;
import ticketd.desk.Watched;
import ticketd.ticket.Identity;
import ticketd.ticket.TicketQuery;
import ticketd.wire.LineBuffer;

/**
 * What streams have in common that show every change alike.
 *
 * @param onlyOf whose tickets alone they show; empty: everybody's
 */
record EventSubject(
    TicketQuery query, Optional<Identity> onlyOf, EventFormat format, long generation) {
  ByteString render(Watched change) {
    LineBuffer out = new LineBuffer();
    format.change(out, generation, change);
    return EventFormat.bytes(out);
  }
}
