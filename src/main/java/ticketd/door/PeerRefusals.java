package ticketd.door;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import ticketd.wire.ErrorCode;

/** Counts the peers that were turned away or cut off, by why. For any thread. */
public final class PeerRefusals {
  /** Closed at once and without words: too many were being refused already. */
  private static final String FLOOD = "flood";

  private final Map<String, LongAdder> counts = new TreeMap<>();

  public PeerRefusals() {
    counts.put(FLOOD, new LongAdder());
    counts.put(PeerLog.STALLED, new LongAdder());
    for (ErrorCode code : ErrorCode.values()) {
      if (code.closes() && code != ErrorCode.SHUTTING_DOWN) {
        counts.put(code.wireName(), new LongAdder());
      }
    }
  }

  public void flooded() {
    count(FLOOD);
  }

  /** By why its peer left; what is no reason to turn a peer away is not counted. */
  public void told(String reason) {
    count(reason);
  }

  private void count(String reason) {
    LongAdder count = counts.get(reason);
    if (count != null) {
      count.increment();
    }
  }

  public void forEach(BiConsumer<String, Long> reader) {
    counts.forEach((reason, count) -> reader.accept(reason, count.sum()));
  }
}
