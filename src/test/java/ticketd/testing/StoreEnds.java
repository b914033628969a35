package ticketd.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import ticketd.store.StoreEnd;

/** Remembers how a store ended. */
public final class StoreEnds implements StoreEnd {
  private final AtomicInteger givenUp = new AtomicInteger();
  private final List<String> newer = new CopyOnWriteArrayList<>();
  private final List<String> diverged = new CopyOnWriteArrayList<>();

  @Override
  public void gaveUp() {
    givenUp.incrementAndGet();
  }

  @Override
  public void newerFormat(String what) {
    newer.add(what);
  }

  @Override
  public void diverged(String what) {
    diverged.add(what);
  }

  /** What it was told of another order. */
  public List<String> diverged() {
    return diverged;
  }

  /** How often it was told that the store gave up. */
  public int givenUp() {
    return givenUp.get();
  }

  /** What it was told of a later version's doing. */
  public List<String> newer() {
    return newer;
  }
}
