package ticketd.resilience;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Asks for lists and tickets and looks whether each reply holds together. */
final class Lister extends Onlooker {
  private static final int MOST_ROWS = 500;

  private final AtomicLong replies = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private long lastId;

  Lister(String name, Cluster cluster, long seed) {
    super(name, cluster, seed);
  }

  long replies() {
    return replies.get();
  }

  long rows() {
    return rows.get();
  }

  @Override
  protected void begin(Peer peer) {
    peer.ask("LANG en");
  }

  @Override
  protected void look(Peer peer) {
    switch (random.nextInt(6)) {
      case 0 -> newest(peer);
      case 1 -> range(peer, "LIST after:" + somewhere() + " limit:" + MOST_ROWS);
      case 2 -> range(peer, "LIST writer" + random.nextInt(4) + " limit:" + MOST_ROWS);
      case 3 -> range(peer, "LIST text:writer" + random.nextInt(4) + "-" + random.nextInt(99));
      case 4 -> show(peer);
      default -> peer.ask("STATS");
    }
    replies.incrementAndGet();
  }

  private long somewhere() {
    return (long) (random.nextDouble() * lastId);
  }

  /** No ticket that was there is gone. */
  private void newest(Peer peer) {
    List<String> reply = peer.ask("LIST sort:-id limit:50");
    List<Long> ids = ids(reply);
    for (int i = 1; i < ids.size(); i++) {
      if (ids.get(i) != ids.get(0) - i) {
        find("the newest are " + ids);
      }
    }
    long newest = ids.isEmpty() ? 0 : ids.get(0);
    if (newest < lastId) {
      find("the newest is " + newest + ", it was " + lastId);
    }
    lastId = newest;
  }

  private void range(Peer peer, String request) {
    List<Long> ids = ids(peer.ask(request));
    for (int i = 1; i < ids.size(); i++) {
      if (ids.get(i) <= ids.get(i - 1)) {
        find(request + " lists " + ids);
      }
    }
  }

  private void show(Peer peer) {
    long id = 1 + somewhere();
    List<String> reply = peer.ask("SHOW " + id);
    if (id <= lastId
        && !(reply.get(0).startsWith("#" + id + " ")
            && reply.get(reply.size() - 1).equals("[OK]"))) {
      find("SHOW " + id + " is answered " + reply);
    }
  }

  /** Of the rows, of which there are as many as the status line says. */
  private List<Long> ids(List<String> reply) {
    String status = reply.get(reply.size() - 1);
    int count = reply.size() - 1;
    rows.addAndGet(count);
    if (!status.equals("[OK] " + count + (count == 1 ? " ticket" : " tickets"))) {
      find(count + " rows end with " + status);
    }
    return reply.subList(0, count).stream()
        .map(row -> Long.valueOf(row.substring(1, row.indexOf(' '))))
        .toList();
  }
}
