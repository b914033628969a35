package ticketd.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import ticketd.desk.Feed;
import ticketd.desk.View;

/**
 * The newest changes that streams of one subject show, rendered once for all of them. It is a chain
 * of bounded length: a stream holds the link that it came to, and follows it as fast as its peer
 * reads. One that stayed behind what the channel still holds finds its link cut, and reads the
 * store by itself until it can {@link #attach} again. So nothing is kept for any stream, and none
 * holds up another.
 *
 * <p>Thread-safe; one thread at a time appends.
 */
final class EventChannel {
  /** What a stream finds at its link, besides that nothing came yet. */
  sealed interface Found permits Rendering, Cut, Broken {}

  /** A change, and where to go on. */
  static final class Rendering implements Found {
    private final long seq;
    private final ByteString bytes;
    private final Link next = new Link();

    Rendering(long seq, ByteString bytes) {
      this.seq = seq;
      this.bytes = bytes;
    }

    long seq() {
      return seq;
    }

    ByteString bytes() {
      return bytes;
    }

    Link next() {
      return next;
    }
  }

  /** The channel does not hold any more what came here. */
  record Cut() implements Found {
    private static final Cut INSTANCE = new Cut();
  }

  /** What comes here cannot be read. */
  record Broken(RuntimeException cause) implements Found {}

  /** A place in the chain. */
  static final class Link {
    private volatile @Nullable Found found;

    private Link() {}

    Optional<Found> found() {
      return Optional.ofNullable(found);
    }
  }

  /** Told by the channel, from any thread. */
  interface Waiter {
    /** There is something at the link where it waits. */
    void wake();

    /** There is nothing to be shown up to the change {@code seq}. */
    void passed(long seq);
  }

  private final EventSubject subject;
  private final View view;

  /** Who waits at {@link #end}, by the position it stands at. */
  private final Map<Waiter, Long> waiting = new LinkedHashMap<>();

  private Link begin = new Link();
  private Link end = begin;

  /** No change with a number up to this is in the chain. */
  private long before;

  private int length;
  private long bytes;
  private volatile long passed;

  /** A channel that begins behind the last change of {@code view}. */
  EventChannel(EventSubject subject, View view) {
    this.subject = subject;
    this.view = view;
    this.before = view.lastSeq();
    this.passed = before;
  }

  EventSubject subject() {
    return subject;
  }

  /** What the store holds for the channel behind the change {@code seq}. */
  Feed feed(long seq) {
    return view.changes(subject.query(), seq);
  }

  /**
   * The number of the last change that was looked at. Whoever reads it, and then finds nothing at
   * its link, was shown all that matches up to there.
   */
  long passed() {
    return passed;
  }

  /**
   * The link behind the changes up to {@code seq}; empty where the channel does not hold all that
   * came since. Changes up to {@code seq} may still come there, for a channel that nobody waits at
   * stands still.
   */
  synchronized Optional<Link> attach(long seq) {
    if (seq < before) {
      return Optional.empty();
    }
    Link link = seq < passed ? begin : end;
    while (link.found instanceof Rendering rendering && rendering.seq() <= seq) {
      link = rendering.next();
    }
    return Optional.of(link);
  }

  /**
   * Wakes {@code waiter} once there is something at {@code link}.
   *
   * @param seq where it stands
   * @return what to do now
   */
  synchronized Waiting await(Waiter waiter, Link link, long seq) {
    if (link.found != null) {
      return Waiting.NOT;
    }
    waiting.put(waiter, seq);
    return waiting.size() == 1 ? Waiting.FIRST : Waiting.ON;
  }

  /** What came of {@link #await}. */
  enum Waiting {
    /** There is something already. */
    NOT,
    /** Whoever follows the log must be told that somebody waits. */
    FIRST,
    ON
  }

  synchronized void forget(Waiter waiter) {
    waiting.remove(waiter);
  }

  /** Where the one furthest behind of those who wait stands; empty where nobody does. */
  synchronized Optional<Long> leastAwaited() {
    return waiting.values().stream().min(Long::compare);
  }

  /**
   * Appends what came behind {@link #passed}, and wakes whoever waits for it.
   *
   * @param seq the number of the last change that was looked at
   * @param mostBytes to hold from now on, a change at least
   */
  void append(List<Rendering> renderings, long seq, long mostBytes) {
    List<Waiter> woken;
    synchronized (this) {
      for (Rendering rendering : renderings) {
        end.found = rendering;
        end = rendering.next();
        length++;
        bytes += rendering.bytes().size();
      }
      passed = seq;
      while (length > 1 && bytes > mostBytes) {
        dropOldest();
      }
      if (renderings.isEmpty()) {
        waiting.keySet().forEach(waiter -> waiter.passed(seq));
        return;
      }
      woken = takeWaiting();
    }
    woken.forEach(Waiter::wake);
  }

  private void dropOldest() {
    if (begin.found instanceof Rendering oldest) {
      begin.found = Cut.INSTANCE;
      begin = oldest.next();
      before = oldest.seq();
      bytes -= oldest.bytes().size();
      length--;
    }
  }

  /**
   * Goes on behind the change {@code seq}, leaving out what nobody waits for. All links are cut: a
   * stream on its way would miss what is left out.
   */
  void jump(long seq) {
    List<Waiter> woken;
    synchronized (this) {
      while (begin != end) {
        dropOldest();
      }
      end.found = Cut.INSTANCE;
      begin = new Link();
      end = begin;
      before = seq;
      passed = seq;
      woken = takeWaiting();
    }
    woken.forEach(Waiter::wake);
  }

  /** Whoever comes to the end of what was appended is to end. */
  void breakOff(RuntimeException cause) {
    List<Waiter> woken;
    synchronized (this) {
      end.found = new Broken(cause);
      woken = takeWaiting();
    }
    woken.forEach(Waiter::wake);
  }

  private List<Waiter> takeWaiting() {
    List<Waiter> woken = new ArrayList<>(waiting.keySet());
    waiting.clear();
    return woken;
  }
}
