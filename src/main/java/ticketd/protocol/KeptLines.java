package ticketd.protocol;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import ticketd.ticket.Ticket;
import ticketd.wire.LineBuffer;

/**
 * Lines of tickets in one form, as they were written last. A line is that of one object, which the
 * store gives again as long as the ticket stays as it is. For any number of threads.
 */
final class KeptLines {
  private static final int SLOTS = 1024;

  /** Longer ones, of long titles and many tags, are written each time, which bounds the memory. */
  private static final int LONGEST = 512;

  private static final class Line {
    private final Object ticket;
    private final byte[] bytes;

    Line(Object ticket, byte[] bytes) {
      this.ticket = ticket;
      this.bytes = bytes;
    }

    /** Of that very object: the names of equal tickets may be spelled in another case. */
    boolean isOf(Object other) {
      return ticket == other;
    }
  }

  private final AtomicReferenceArray<@Nullable Line> lines = new AtomicReferenceArray<>(SLOTS);

  private static int slot(Ticket ticket) {
    return (int) ticket.id() & (SLOTS - 1);
  }

  /** Writes lines of this form. */
  interface Form {
    void write(LineBuffer out, Ticket ticket);
  }

  /** Writes the line of {@code ticket} as it is kept or, else, by {@code form}, and keeps it. */
  void write(LineBuffer out, Ticket ticket, Form form) {
    // Its fields are final: whoever sees a line sees all of it.
    Line line = lines.getPlain(slot(ticket));
    if (line != null && line.isOf(ticket)) {
      out.append(line.bytes);
      return;
    }
    int from = out.size();
    form.write(out, ticket);
    if (out.size() - from <= LONGEST) {
      lines.setRelease(slot(ticket), new Line(ticket, out.toByteArray(from)));
    }
  }
}
