package ticketd.resilience;

import java.util.Map;
import ticketd.testing.Json;

/** Watches everything, goes on where it was when its server dies, and misses or repeats nothing. */
final class Watcher extends Onlooker {
  private String generation = "";
  private volatile long seen;

  Watcher(String name, Cluster cluster, long seed) {
    super(name, cluster, seed);
  }

  /** The number of the last change it saw. */
  long seen() {
    return seen;
  }

  @Override
  protected void begin(Peer peer) {
    peer.json("FORMAT json");
    String place = generation.isEmpty() ? "0" : generation + "/" + seen;
    Map<String, Object> answer = peer.json("WATCH since:" + place);
    if (Boolean.TRUE.equals(answer.get("ok"))) {
      generation = String.valueOf(Json.value(answer, "generation"));
    } else if (!"unavailable".equals(answer.get("code"))) {
      find("WATCH since:" + place + " was answered " + answer);
    }
  }

  @Override
  protected void look(Peer peer) {
    EventLog.Event event = EventLog.Event.of(Json.object(peer.lineOrLost()));
    if (event.seq() != seen + 1) {
      find("change " + event.seq() + " follows " + seen);
    }
    seen = event.seq();
  }
}
