package ticketd.door;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import ticketd.wire.ErrorCode;

/** The open connections of this process: how many there are, and how to drain them. Thread-safe. */
public final class Connections {
  /** One part in so many of the heap may hold replies that nobody takes. */
  private static final int HEAP_SHARE = 4;

  private final int limit;
  private final AtomicInteger admitted = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final Map<Door, AtomicInteger> speaking = new EnumMap<>(Door.class);

  /** Of the connections whose peer may still send. */
  private final Set<Consumer<ErrorCode>> open = ConcurrentHashMap.newKeySet();

  private final Set<Runnable> toldOfDrain = ConcurrentHashMap.newKeySet();
  private final Watchers watchers = new Watchers();
  private final UnsentReplies unsent =
      new UnsentReplies(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  private volatile boolean draining;

  /** Those of a process, whose heap has room for so much that peers do not take. */
  public Connections(int limit) {
    this.limit = limit;
    for (Door door : Door.values()) {
      speaking.put(door, new AtomicInteger());
    }
  }

  /** The place of one admitted connection among those that the limit allows. */
  public final class Slot {
    private final AtomicBoolean taken = new AtomicBoolean(true);

    /** Set once, before the connection can be over. */
    private volatile Optional<AtomicInteger> kind = Optional.empty();

    private Slot() {}

    /** It is known what is spoken there; told once, by whoever may release it. */
    public void speaks(Door door) {
      AtomicInteger among = at(door);
      among.incrementAndGet();
      kind = Optional.of(among);
    }

    /** The connection is over, its last reply written or lost; again, it does nothing. */
    public void release() {
      if (taken.getAndSet(false)) {
        admitted.decrementAndGet();
        kind.ifPresent(AtomicInteger::decrementAndGet);
      }
    }
  }

  /** Counts one more connection; empty where the limit is reached. */
  public Optional<Slot> admit() {
    if (admitted.incrementAndGet() <= limit) {
      opened.increment();
      return Optional.of(new Slot());
    }
    admitted.decrementAndGet();
    return Optional.empty();
  }

  /** {@code end} closes the connection behind the lines it received so far. */
  public void receiving(Consumer<ErrorCode> end) {
    open.add(end);
    if (draining) {
      end.accept(ErrorCode.SHUTTING_DOWN);
    }
  }

  public void receivedAll(Consumer<ErrorCode> end) {
    open.remove(end);
  }

  public Watchers watchers() {
    return watchers;
  }

  public UnsentReplies unsent() {
    return unsent;
  }

  public int limit() {
    return limit;
  }

  public int count() {
    return admitted.get();
  }

  /** Of which it is known that they speak this. */
  public int count(Door door) {
    return at(door).get();
  }

  /** All that were admitted by now, those that are over among them. */
  public long opened() {
    return opened.sum();
  }

  private AtomicInteger at(Door door) {
    return Objects.requireNonNull(speaking.get(door));
  }

  /** {@code told} runs when the drain begins; at once where it has. It may run twice. */
  public void onDrain(Runnable told) {
    toldOfDrain.add(told);
    if (draining) {
      told.run();
    }
  }

  public boolean isDraining() {
    return draining;
  }

  /** Every connection, also one opened later, ends once what it received so far is answered. */
  public void drain() {
    draining = true;
    toldOfDrain.forEach(Runnable::run);
    open.forEach(end -> end.accept(ErrorCode.SHUTTING_DOWN));
  }
}
