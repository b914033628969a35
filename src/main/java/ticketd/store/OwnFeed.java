package ticketd.store;

import java.util.Arrays;
import ticketd.desk.Feed;
import ticketd.desk.Watched;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.ticket.TicketQuery;

/**
 * The changes of one author's tickets: found by following each ticket's own back, so that it costs
 * what there is of them, and not of the desk's.
 */
final class OwnFeed implements Feed {
  private static final int CLOCK_STRIDE = 32;

  private final StoreIndex index;
  private final JournalReader reader;
  private final Reads reads;
  private final TicketQuery query;
  private final Sight sight;
  private final Identity author;
  private long seq;

  /** Offsets of changes that were found and not passed, the last one first. */
  private long[] found = new long[16];

  private int left;

  /** Up to this number all changes are among those found. */
  private long foundTo;

  OwnFeed(
      StoreIndex index,
      JournalReader reader,
      Reads reads,
      TicketQuery query,
      Identity author,
      long after) {
    this.index = index;
    this.reader = reader;
    this.reads = reads;
    this.query = query;
    this.sight = Sight.ofOwn(index, reader, author);
    this.author = author;
    this.seq = after;
    this.foundTo = after;
  }

  @Override
  public long seq() {
    return seq;
  }

  @Override
  public boolean isBehind() {
    return seq < index.changes().lastSeq();
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Watched> sink) {
    return reads.read(() -> goOn(deadlineNanos, sink));
  }

  private boolean goOn(long deadlineNanos, Sink<Watched> sink) {
    int untilClock = CLOCK_STRIDE;
    while (isBehind()) {
      if (left == 0 && !find()) {
        break;
      }
      StoredEvent event = reader.event(found[left - 1]);
      boolean wantsMore = show(event, sink);
      left--;
      seq = left == 0 ? foundTo : event.seq();
      if (!wantsMore) {
        break;
      }
      if (--untilClock == 0) {
        untilClock = CLOCK_STRIDE;
        if (System.nanoTime() - deadlineNanos >= 0) {
          break;
        }
      }
    }
    return isBehind();
  }

  /** Finds all changes behind {@link #seq}; without one, all there are have been passed. */
  private boolean find() {
    long to = index.changes().lastSeq();
    if (index.authors().lastSeq(author) > seq) {
      long from = index.changes().offsetOfNearest(seq + 1);
      for (int id : index.authors().ids(author)) {
        long newest = index.tickets().offset(id);
        if (newest >= from) {
          follow(newest, to);
        }
      }
      Arrays.sort(found, 0, left);
      for (int i = 0, j = left - 1; i < j; i++, j--) {
        long other = found[i];
        found[i] = found[j];
        found[j] = other;
      }
    }
    foundTo = to;
    if (left == 0) {
      seq = to;
    }
    return left > 0;
  }

  private void follow(long newest, long to) {
    long at = newest;
    while (at != 0) {
      StoredEvent event = reader.event(at);
      if (event.seq() <= seq) {
        return;
      }
      if (event.seq() <= to && reader.ticket(event).author().equals(author)) {
        if (left == found.length) {
          found = Arrays.copyOf(found, left * 2);
        }
        found[left++] = at;
      }
      at = event.previousOffset();
    }
  }

  /** Returns whether another one is wanted. */
  private boolean show(StoredEvent event, Sink<Watched> sink) {
    boolean matches = matches(event);
    return (!matches && !matchedBefore(event))
        || sink.accept(new Watched(sight.seen(reader.recorded(event)), matches));
  }

  private boolean matchedBefore(StoredEvent event) {
    return event.kind() != EventKind.FILED && matches(reader.event(event.previousOffset()));
  }

  private boolean matches(StoredEvent event) {
    return query.terms().isEmpty()
        || Matching.matches(query, index, sight, reader, event, reader.ticket(event));
  }
}
