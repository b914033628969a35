package ticketd.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Several server processes on one store, in slots that can be killed and filled again. One thread
 * kills and starts; any may ask for the servers.
 */
final class Cluster implements AutoCloseable {
  private final Launch launch;
  private final ChildServer[] slots;

  private Cluster(Launch launch, int size) {
    this.launch = launch;
    this.slots = new ChildServer[size];
  }

  static Cluster start(Launch launch, int size) {
    Cluster cluster = new Cluster(launch, size);
    List<ChildServer> begun = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      begun.add(ChildServer.begin(launch));
    }
    for (int i = 0; i < size; i++) {
      cluster.put(i, begun.get(i).awaitListening());
    }
    return cluster;
  }

  private synchronized void put(int slot, ChildServer server) {
    slots[slot] = server;
  }

  /** The server in a slot; it may have been killed a moment ago. */
  synchronized ChildServer get(int slot) {
    return slots[slot];
  }

  int size() {
    return slots.length;
  }

  void forEach(Consumer<ChildServer> action) {
    for (int i = 0; i < slots.length; i++) {
      action.accept(get(i));
    }
  }

  /**
   * Kills the servers in some slots, starts others in their places, and waits until they listen.
   */
  void killAndRestart(List<Integer> victims) {
    victims.forEach(slot -> get(slot).kill());
    List<ChildServer> begun = victims.stream().map(slot -> ChildServer.begin(launch)).toList();
    for (int i = 0; i < begun.size(); i++) {
      get(victims.get(i)).close();
      put(victims.get(i), begun.get(i).awaitListening());
    }
  }

  @Override
  public void close() {
    for (ChildServer server : slots) {
      if (server != null) {
        server.close();
      }
    }
  }
}
