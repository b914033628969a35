package ticketd.server.loop;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * The sockets that were accepted and are open. A stream of the actor system's that ends behind a
 * write hears no more of it: its peer need only take nothing, and socket and bytes are held for
 * ever, by a connection that nobody counts. So their ends are told of here, and what is not taken
 * is cut. For any thread.
 *
 * <p>A write that the kernel did not take whole has a buffer outside of the heap until it does
 * ({@code pekko.io.tcp.direct-buffer-size}), and what there is of those, usually as much as of the
 * heap, ends the process where it is used up. So there are no more such writes than half of it has
 * room for: those give way of which something was taken longest ago.
 */
public final class AcceptedSockets {
  private static final int BUFFER_BYTES = 128 * 1024;

  private record Ends(SocketAddress local, SocketAddress remote) {}

  /** An unfinished write, and since when nothing of it was taken. */
  private record Unfinished(LoopChannel channel, long since) {}

  private final Map<Ends, LoopChannel> open = new ConcurrentHashMap<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final IntSupplier mostUnfinished;

  AcceptedSockets() {
    this(() -> Room.WRITES);
  }

  /** With room for so many unfinished writes. */
  AcceptedSockets(IntSupplier mostUnfinished) {
    this.mostUnfinished = mostUnfinished;
  }

  /** Found with the first unfinished write: a start has no time for it. */
  private static final class Room {
    static final int WRITES =
        (int) Math.min(Integer.MAX_VALUE, DirectMemory.most() / 2 / BUFFER_BYTES);
  }

  /** There is one more, until {@link #remove}. */
  void add(SocketAddress local, SocketAddress remote, LoopChannel channel) {
    open.put(new Ends(local, remote), channel);
  }

  void remove(SocketAddress local, SocketAddress remote, LoopChannel channel) {
    open.remove(new Ends(local, remote), channel);
  }

  /** A socket that somebody answers for. */
  public interface Claimed {
    /** {@code told} runs once it is closed, at once where it is; perhaps twice. */
    void whenClosed(Runnable told);
  }

  /**
   * The socket between these, for whoever asks first; empty where it is closed. A peer that resets
   * its connection may come again from the same port before the first one's stream is over: so each
   * is claimed when it comes, and none is another's.
   */
  public Optional<Claimed> claim(SocketAddress local, SocketAddress remote) {
    return Optional.ofNullable(open.get(new Ends(local, remote)))
        .filter(LoopChannel::claim)
        .map(channel -> channel::whenClosed);
  }

  /**
   * Has the writes fail, soon, of which the peer has taken nothing for so long. Who takes some of
   * them is known to have done so when a good part of what the kernel holds is gone.
   */
  public void cut(Duration limit) {
    open.values().forEach(channel -> channel.cut(limit));
  }

  /** There is one more unfinished write. */
  void began() {
    if (unfinished.incrementAndGet() > mostUnfinished.getAsInt()) {
      giveWay();
    }
  }

  /** There is one less. */
  void ended() {
    unfinished.decrementAndGet();
  }

  /** More than one at a time, lest each that comes looks at all. */
  private synchronized void giveWay() {
    long now = System.nanoTime();
    List<Unfinished> writes =
        open.values().stream()
            .map(channel -> new Unfinished(channel, channel.unfinishedSince()))
            .filter(write -> write.since() != 0)
            .sorted(Comparator.comparingLong(write -> write.since() - now))
            .toList();
    int most = (int) (mostUnfinished.getAsInt() * 7L / 8);
    writes.stream()
        .limit(Math.max(0, writes.size() - most))
        .forEach(write -> write.channel().cut(Duration.ZERO));
  }
}
