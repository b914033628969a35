package ticketd.door;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who watches changes, through which door, and how far each is. For any thread. */
public final class Watchers {
  private final Map<Door, Set<Watcher>> open = new EnumMap<>(Door.class);

  Watchers() {
    for (Door door : Door.values()) {
      open.put(door, ConcurrentHashMap.newKeySet());
    }
  }

  /** One watch, from its beginning to {@link #end}. */
  public static final class Watcher {
    private final Set<Watcher> among;
    private volatile long seq;

    private Watcher(Set<Watcher> among, long seq) {
      this.among = among;
      this.seq = seq;
    }

    /** It has been shown all that it is to be shown up to this change. */
    public void passed(long upTo) {
      seq = upTo;
    }

    /** Again, it does nothing. */
    public void end() {
      among.remove(this);
    }
  }

  /** A watch begins behind the change {@code seq}. */
  public Watcher begin(Door door, long seq) {
    Set<Watcher> among = at(door);
    Watcher watcher = new Watcher(among, seq);
    among.add(watcher);
    return watcher;
  }

  public int count() {
    return open.values().stream().mapToInt(Set::size).sum();
  }

  public int count(Door door) {
    return at(door).size();
  }

  /** By how many changes the one that is furthest behind {@code lastSeq} is so; 0 without any. */
  public long lag(long lastSeq) {
    long lag = 0;
    for (Set<Watcher> watchers : open.values()) {
      for (Watcher watcher : watchers) {
        lag = Math.max(lag, lastSeq - watcher.seq);
      }
    }
    return lag;
  }

  private Set<Watcher> at(Door door) {
    return open.getOrDefault(door, Set.of());
  }
}
