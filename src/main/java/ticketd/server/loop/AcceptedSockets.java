package ticketd.server.loop;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets that were accepted and are open. A stream of the actor system's that ends behind a
 * write hears no more of it: its peer need only take nothing, and socket and bytes are held for
 * ever, by a connection that nobody counts. So their ends are told of here, and what is not taken
 * is cut. For any thread.
 */
public final class AcceptedSockets {
  private record Ends(SocketAddress local, SocketAddress remote) {}

  private final Map<Ends, LoopChannel> open = new ConcurrentHashMap<>();

  AcceptedSockets() {}

  /** There is one more, until {@link #remove}. */
  void add(SocketAddress local, SocketAddress remote, LoopChannel channel) {
    open.put(new Ends(local, remote), channel);
  }

  void remove(SocketAddress local, SocketAddress remote, LoopChannel channel) {
    open.remove(new Ends(local, remote), channel);
  }

  /** {@code told} runs once the socket between these is closed; at once where there is none. */
  public void whenClosed(SocketAddress local, SocketAddress remote, Runnable told) {
    LoopChannel channel = open.get(new Ends(local, remote));
    if (channel == null) {
      told.run();
    } else {
      channel.whenClosed(told);
    }
  }

  /**
   * Has the writes fail, soon, of which the peer has taken nothing for so long. Who takes some of
   * them is known to have done so when a good part of what the kernel holds is gone.
   */
  public void cut(Duration limit) {
    open.values().forEach(channel -> channel.cut(limit));
  }
}
