package ticketd.store;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ticketd.journal.StoredEvent;
import ticketd.journal.text.Postings;
import ticketd.ticket.Identity;

/**
 * The tickets of each author, by the hash of the name: what is found here may be another's, and is
 * looked at once more. Kept in a closed desk only, where somebody may see no others. One thread
 * writes, any number read.
 */
final class AuthorIndex {
  /** In the order of their ids. */
  private static final class Own {
    private volatile int[] ids = new int[4];

    // Each filing stores both: by release, for a volatile store would cost a fence.
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong lastSeq = new AtomicLong();

    void add(int id) {
      int count = size.getPlain();
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, count * 2);
      }
      ids[count] = id;
      size.setRelease(count + 1);
    }

    /** In ascending order. */
    int[] ids() {
      // First: the array that is loaded then has at least as many.
      int known = size.getAcquire();
      return Arrays.copyOf(ids, known);
    }

    void changed(long seq) {
      lastSeq.setRelease(seq);
    }

    long lastSeq() {
      return lastSeq.getAcquire();
    }
  }

  private final Map<Integer, Own> authors = new ConcurrentHashMap<>();
  private boolean isKept;

  /** Takes in what there is, and from now on each change, unless it did so before. */
  void keep(TicketIndex tickets, long lastSeq) {
    if (isKept) {
      return;
    }
    isKept = true;
    for (long id = 1; id <= tickets.lastId(); id++) {
      add(tickets.authorHash(id), id);
    }
    authors.values().forEach(own -> own.changed(lastSeq));
  }

  private Own add(int authorHash, long id) {
    Own own = authors.get(authorHash);
    if (own == null) {
      own = new Own();
      authors.put(authorHash, own);
    }
    own.add(Math.toIntExact(id));
    return own;
  }

  /** A ticket was filed. */
  void filed(TicketRow row, long seq) {
    if (isKept) {
      add(row.authorHash(), row.id()).changed(seq);
    }
  }

  /** One of the author's tickets was changed. */
  void changed(TicketRow row, long seq) {
    if (isKept) {
      Own own = authors.get(row.authorHash());
      if (own != null) {
        own.changed(seq);
      }
    }
  }

  /** No ticket of the author's has a change with a higher number. */
  long lastSeq(Identity author) {
    Own own = of(author);
    return own == null ? 0 : own.lastSeq();
  }

  /** The author's tickets by now, in ascending order. */
  int[] ids(Identity author) {
    Own own = of(author);
    return own == null ? new int[0] : own.ids();
  }

  private @Nullable Own of(Identity author) {
    return authors.get(StoredEvent.nameHash(author.key()));
  }

  /** The same as a set. */
  Postings postings(Identity author) {
    return new Ids(ids(author));
  }

  private static final class Ids implements Postings {
    private final int[] ids;

    Ids(int[] ids) {
      this.ids = ids;
    }

    @Override
    public int page(int page, boolean down) {
      if (down) {
        int at = firstFrom((long) (page + 1) << PAGE_BITS) - 1;
        return at < 0 ? NONE : ids[at] >>> PAGE_BITS;
      }
      int at = firstFrom((long) page << PAGE_BITS);
      return at == ids.length ? NONE : ids[at] >>> PAGE_BITS;
    }

    /** The place of the first id that is not below this. */
    private int firstFrom(long id) {
      if (id > Integer.MAX_VALUE) {
        return ids.length;
      }
      int found = Arrays.binarySearch(ids, (int) id);
      return found < 0 ? -found - 1 : found;
    }

    @Override
    public void addTo(int page, long[] bits) {
      long first = (long) page << PAGE_BITS;
      for (int at = firstFrom(first); at < ids.length && ids[at] >>> PAGE_BITS == page; at++) {
        int bit = (int) (ids[at] - first);
        bits[bit >>> 6] |= 1L << bit;
      }
    }

    @Override
    public long size() {
      return ids.length;
    }
  }
}
