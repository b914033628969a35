package ticketd.door;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all connections hold of replies that their peers have not taken, and the most it may be.
 * Where it is more, those give way whose peers took something longest ago. Thread-safe.
 */
public final class UnsentReplies {
  private final long limit;

  /** The bytes held for each, by what ends it; whose peer took something longest ago is first. */
  private final Map<Runnable, Long> held = new LinkedHashMap<>();

  private long bytes;

  /** Of {@code limitBytes} at most, but for one reply by itself. */
  public UnsentReplies(long limitBytes) {
    this.limit = limitBytes;
  }

  /**
   * From now on that many bytes are held for a peer, which has just asked, or taken something.
   *
   * @param end cuts its connection off; run by any thread, perhaps this one, when it has to give
   *     way
   */
  void hold(Runnable end, long most) {
    holding(end, most).forEach(Runnable::run);
  }

  private synchronized List<Runnable> holding(Runnable end, long most) {
    release(end);
    held.put(end, most);
    bytes += most;
    List<Runnable> giveWay = new ArrayList<>();
    Iterator<Map.Entry<Runnable, Long>> oldest = held.entrySet().iterator();
    while (bytes > limit && held.size() > 1) {
      Map.Entry<Runnable, Long> gives = oldest.next();
      giveWay.add(gives.getKey());
      bytes -= gives.getValue();
      oldest.remove();
    }
    return giveWay;
  }

  /** Nothing is held for it any more; again, it does nothing. */
  synchronized void release(Runnable end) {
    Long before = held.remove(end);
    bytes -= before == null ? 0 : before;
  }

  synchronized long bytes() {
    return bytes;
  }
}
