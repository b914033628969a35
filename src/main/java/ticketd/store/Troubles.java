package ticketd.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import ticketd.journal.JournalException;

/**
 * What keeps the store from storing, as the log is told of it: where a trouble begins and where it
 * ends, a line each however many changes it meets. Used by the store actor alone.
 */
final class Troubles {
  private final Logger log;
  private final Path file;
  private final Failures failures;

  /** Why the last turn was refused. */
  private Optional<JournalException.Kind> refusal = Optional.empty();

  private boolean lockIsHeldElsewhere;

  /** Whether the log has a failure that it has no end of yet. */
  private boolean failureIsTold;

  Troubles(Logger log, Path file, Failures failures) {
    this.log = log;
    this.file = file;
    this.failures = failures;
  }

  /** A turn was refused, though nothing is broken. */
  void refused(JournalException cause) {
    if (!refusal.equals(Optional.of(cause.kind()))) {
      refusal = Optional.of(cause.kind());
      log.error("changes are refused: {}", cause.getMessage());
    }
  }

  /** A turn stored something. */
  void stored() {
    if (refusal.isPresent()) {
      refusal = Optional.empty();
      log.warn("{}: changes are stored again", file);
    }
  }

  /** The child has waited for the lock as long as a change may. */
  void lockHeldElsewhere() {
    if (!lockIsHeldElsewhere) {
      lockIsHeldElsewhere = true;
      log.warn("{}: another process holds the lock; changes are refused meanwhile", file);
    }
  }

  /** The child waits for the lock no longer: it has it, or failed. */
  void lockWaitOver() {
    lockIsHeldElsewhere = false;
  }

  boolean isLockHeldElsewhere() {
    return lockIsHeldElsewhere;
  }

  /** The journal failed; returns whether it did so too often. */
  boolean failed(JournalException cause, Instant now) {
    if (!failures.add(now)) {
      return false;
    }
    failureIsTold = true;
    log.error("journal: {}", cause.getMessage());
    return failures.areTooMany(now);
  }

  /** The journal is open again. */
  void reopened() {
    if (failureIsTold) {
      failureIsTold = false;
      log.warn("{}: open again", file);
    }
  }
}
