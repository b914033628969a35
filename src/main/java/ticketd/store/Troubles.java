package ticketd.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import ticketd.journal.JournalException;

/**
 * What keeps the store from storing, as the log and the meter are told of it: where a trouble
 * begins and where it ends, a line each however many changes it meets. Used by the store actor
 * alone.
 */
final class Troubles {
  private static final long FULL_NANOS = Duration.ofSeconds(5).toNanos();

  private final Logger log;
  private final Path file;
  private final Failures failures;
  private final StoreMeter meter;

  /** Of a clock that nobody sets. */
  private final LongSupplier nanos;

  /** Why the last turn was refused. */
  private Optional<JournalException.Kind> refusal = Optional.empty();

  private long refusedNanos;
  private boolean lockIsHeldElsewhere;

  /** Whether the journal failed and is not open again. */
  private boolean isBroken;

  /** Whether the log has a failure that it has no end of yet. */
  private boolean failureIsTold;

  Troubles(Logger log, Path file, Failures failures, StoreMeter meter, LongSupplier nanos) {
    this.log = log;
    this.file = file;
    this.failures = failures;
    this.meter = meter;
    this.nanos = nanos;
  }

  /** A turn was refused, though nothing is broken. */
  void refused(JournalException cause) {
    meter.failed(cause.kind());
    refusedNanos = nanos.getAsLong();
    if (!refusal.equals(Optional.of(cause.kind()))) {
      refusal = Optional.of(cause.kind());
      tellWhetherChangesAreTaken();
      log.error("changes are refused: {}", cause.getMessage());
    }
  }

  /** Whether the last turn that was to store something was refused. */
  boolean isRefused() {
    return refusal.isPresent();
  }

  /**
   * Whether the storage was full a moment ago: only a change finds out that it is no longer, and
   * none may come while the store is said to take none.
   */
  boolean lacksSpace() {
    return refusal.equals(Optional.of(JournalException.Kind.FULL))
        && nanos.getAsLong() - refusedNanos < FULL_NANOS;
  }

  /** A turn stored so many changes. */
  void stored(int changes) {
    meter.stored(changes);
    if (refusal.isPresent()) {
      refusal = Optional.empty();
      tellWhetherChangesAreTaken();
      log.warn("{}: changes are stored again", file);
    }
  }

  /** The child has waited for the lock as long as a change may. */
  void lockHeldElsewhere() {
    meter.failed(JournalException.Kind.LOCK_TIMEOUT);
    if (!lockIsHeldElsewhere) {
      lockIsHeldElsewhere = true;
      tellWhetherChangesAreTaken();
      log.warn("{}: another process holds the lock; changes are refused meanwhile", file);
    }
  }

  /** The child waits for the lock no longer: it has it, or failed. */
  void lockWaitOver() {
    if (lockIsHeldElsewhere) {
      lockIsHeldElsewhere = false;
      tellWhetherChangesAreTaken();
    }
  }

  private void tellWhetherChangesAreTaken() {
    meter.takesChanges(refusal.isEmpty() && !lockIsHeldElsewhere && !isBroken);
  }

  boolean isLockHeldElsewhere() {
    return lockIsHeldElsewhere;
  }

  /** The journal failed; returns whether it did so too often. */
  boolean failed(JournalException cause, Instant now) {
    meter.failed(cause.kind());
    isBroken = true;
    tellWhetherChangesAreTaken();
    if (!failures.add(now)) {
      return false;
    }
    failureIsTold = true;
    log.error("journal: {}", cause.getMessage());
    return failures.areTooMany(now);
  }

  /** The journal is open again. */
  void reopened() {
    isBroken = false;
    tellWhetherChangesAreTaken();
    if (failureIsTold) {
      failureIsTold = false;
      log.warn("{}: open again", file);
    }
  }
}
