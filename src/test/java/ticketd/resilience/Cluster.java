package ticketd.resilience;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Several server processes on one store, in slots that can be killed and filled again. One thread
 * kills and starts; any may ask for the servers.
 */
final class Cluster implements AutoCloseable {
  private final List<List<String>> commands;
  private final ChildServer[] slots;

  private Cluster(List<List<String>> commands) {
    this.commands = commands;
    this.slots = new ChildServer[commands.size()];
  }

  static Cluster start(Launch launch, int size) {
    return start(Collections.nCopies(size, launch.command()));
  }

  /** A server for each command. */
  static Cluster start(List<List<String>> commands) {
    Cluster cluster = new Cluster(commands);
    for (int i = 0; i < commands.size(); i++) {
      cluster.put(i, ChildServer.begin(commands.get(i)));
    }
    try {
      cluster.forEach(ChildServer::awaitListening);
    } catch (AssertionError e) {
      cluster.close();
      throw e;
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
    List<ChildServer> begun =
        victims.stream().map(slot -> ChildServer.begin(commands.get(slot))).toList();
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
