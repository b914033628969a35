package ticketd.http;

import org.apache.pekko.util.ByteString;
import ticketd.desk.Watched;
import ticketd.ticket.TicketQuery;
import ticketd.wire.LineBuffer;

/** What streams have in common that show every change alike. */
record EventSubject(TicketQuery query, EventFormat format, long generation) {
  ByteString render(Watched change) {
    LineBuffer out = new LineBuffer();
    format.change(out, generation, change);
    return EventFormat.bytes(out);
  }
}
