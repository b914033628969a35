package ticketd.server.loop;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Actors that the {@link EventLoop} leaves to a pool, as one task: a thread of the pool runs them
 * one behind the other, and behind them what they wake, the store last ({@link Order}). So it is
 * woken once for all of them, what they write is written in one go, and no other thread is woken to
 * take the changes of each.
 *
 * <p>What is left of them after {@link #TURN_NANOS}, or waits behind one that takes long, is a
 * chunk anew, behind what waits for the pool by then, and so is the store, woken once more.
 */
final class Chunk implements ActorThread, Runnable {
  /** So many actors are one task. */
  static final int SIZE = 32;

  static final long TURN_NANOS = 1_000_000;

  private final ArrayDeque<Runnable> actors;
  private final ArrayDeque<Runnable> last;
  private final Executor pool;
  private boolean isTurnOver;

  /** {@code actors} is this one's from now on. */
  Chunk(ArrayDeque<Runnable> actors, Executor pool) {
    this(actors, new ArrayDeque<>(1), pool);
  }

  /** The same with {@code last}, to be run behind them. */
  Chunk(ArrayDeque<Runnable> actors, ArrayDeque<Runnable> last, Executor pool) {
    this.actors = actors;
    this.last = last;
    this.pool = pool;
  }

  @Override
  public void wake(Runnable actor, Order order, Executor others) {
    if (order != Order.LAST) {
      actors.add(actor);
    } else if (isTurnOver) {
      leave(new ArrayDeque<>(0), new ArrayDeque<>(List.of(actor)));
    } else {
      last.add(actor);
    }
  }

  @Override
  public void run() {
    Current.begin(this);
    long begun = System.nanoTime();
    long before = begun;
    for (Runnable actor = next(); actor != null; actor = next()) {
      int waiting = actors.size();
      Current.run(actor);
      long now = System.nanoTime();
      isTurnOver = now - begun > TURN_NANOS;
      if (isTurnOver) {
        leave(actors.size());
      } else if (now - before > Turn.LONG_NANOS) {
        leave(waiting);
      }
      before = now;
    }
    Current.end();
  }

  private @Nullable Runnable next() {
    Runnable actor = actors.poll();
    return actor == null ? last.poll() : actor;
  }

  private void leave(int first) {
    if (first > 0) {
      ArrayDeque<Runnable> left = new ArrayDeque<>(first);
      for (int i = 0; i < first; i++) {
        left.add(actors.remove());
      }
      leave(left, new ArrayDeque<>(1));
    }
  }

  private void leave(ArrayDeque<Runnable> left, ArrayDeque<Runnable> leftLast) {
    Current.run(() -> pool.execute(new Chunk(left, leftLast, pool)));
  }
}
