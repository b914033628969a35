package ticketd.door;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that somebody signed in on, each with a look at whether that still holds: one
 * that is quiet must learn that it does not, too. Thread-safe.
 */
public final class SignedIn {
  private final Set<Runnable> looks = ConcurrentHashMap.newKeySet();

  /** {@code look} runs from now on whenever the accounts, or the time, may have ended something. */
  public void add(Runnable look) {
    looks.add(look);
  }

  /** Again, it does nothing. */
  public void remove(Runnable look) {
    looks.remove(look);
  }

  public boolean isEmpty() {
    return looks.isEmpty();
  }

  /** Has all of them look. */
  public void look() {
    looks.forEach(Runnable::run);
  }
}
