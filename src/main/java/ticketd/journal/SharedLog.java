package ticketd.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The one order of all changes, to which any number of processes append: it says who does so next.
 * The order itself may be the mapped file, or be elsewhere and copied into it.
 *
 * <p>A process has at most one turn at a time. What {@link #awaitCurrent}, {@link #turn} and {@link
 * #reopen} wait for must not be interrupted: an interrupt would close the files.
 */
public interface SharedLog extends AutoCloseable {
  Replica replica();

  /**
   * Whether the replica shows everything that any process has committed by now. Any thread may ask;
   * never waits.
   */
  boolean isCurrent();

  /**
   * Returns when the replica shows everything that any process had committed before the call.
   * Waits.
   *
   * @throws JournalException when that cannot be known
   */
  void awaitCurrent();

  /**
   * A turn, if it is to be had without waiting; always empty where it takes the network. The
   * replica then shows the end of the order.
   *
   * @throws JournalException REPLACED, NEWER_FORMAT, or IO when a failure has not been followed by
   *     a reopen
   */
  Optional<Turn> tryTurn();

  /**
   * A turn, waiting for it. The replica then shows the end of the order.
   *
   * @throws JournalException LOCK_TIMEOUT, REPLACED, NEWER_FORMAT or IO
   */
  Turn turn();

  /**
   * Whether what version 1.0 of this program would not know may be appended: events of the desk,
   * new kinds and schemas of events. Once so, for good. Any thread may ask; never waits.
   */
  boolean takesNewKinds();

  /**
   * Whether the order is kept elsewhere, behind a network: what fails there passes by itself, and
   * to start this process again mends nothing.
   */
  default boolean isElsewhere() {
    return false;
  }

  /**
   * Some log finds out by itself that it {@linkplain JournalException#isTheEnd is over}, with
   * nobody asking anything of it.
   *
   * @param told then, by any thread, once or more often
   */
  default void whenOver(Consumer<JournalException> told) {}

  /**
   * A log whose replica may be behind takes it for current for a few seconds at most while this
   * says so: what was revoked is to hold soon, whatever else may be late.
   *
   * @param closed asked by any thread, as often as {@link #isCurrent}
   */
  default void hurryWhile(BooleanSupplier closed) {}

  /** Where the order is, for people; nothing secret is in it. */
  default String place() {
    return replica().file().toString();
  }

  /** How what is committed becomes durable, in a word for people. */
  default String durability() {
    return syncMode().wireName();
  }

  /**
   * The time to stamp a change with, by the clock of where the order is.
   *
   * @param here this host's
   * @param newest of the order's newest event; where hosts with clocks of their own append, no
   *     event is stamped with a time before it
   */
  default Instant now(Instant here, Instant newest) {
    return here;
  }

  /** How what is committed becomes durable in the file. */
  SyncMode syncMode();

  /** Whether the order is in memory only and does not survive a reboot (tmpfs). */
  boolean isVolatile();

  /**
   * Makes what is committed durable, where the mode is INTERVAL. For any one thread beside the
   * turn's. Does nothing between a failure and the reopening, which does it.
   *
   * @throws JournalException SYNC_FAILED or NEWER_FORMAT
   */
  void sync();

  /**
   * After a failure: what became of a batch in doubt is found out, and turns can be had again. What
   * has been caught up with stays.
   *
   * @throws JournalException when that fails too; it may be tried again
   */
  void reopen();

  /**
   * Makes durable what is not yet, unless it failed before, or another process is in the way, and
   * closes. What was read stays readable.
   */
  @Override
  void close();
}
