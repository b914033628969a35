package ticketd.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why the store could not be used; the message names the file and, where it helps, the offset. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What to do about it is the caller's: each kind has one answer. */
  public enum Kind {
    /** The storage is full: nothing was published, the next append may succeed. */
    FULL,
    /** Reading or writing failed: nothing was published; {@link Journal#reopen} before going on. */
    IO,
    /** It is not known whether the batch is stored; {@link Journal#reopen} before going on. */
    SYNC_FAILED,
    /** Another process held the lock for longer than the time-out: nothing was written. */
    LOCK_TIMEOUT,
    /** The store file or its lock file is not the one that was opened: nothing was written. */
    REPLACED,
    /** A checksum, a length or the chain is wrong where it must not be. */
    DAMAGED,
    /**
     * Written by a later version of the format, or sealed by one: nothing more may be read from the
     * store, decided on it or written to it.
     */
    NEWER_FORMAT,
    /** A file, directory or link that is no store of this program. */
    NOT_A_STORE,
    /** Another process has the store open with another sync mode. */
    SYNC_MODE_DIFFERS,
    /** On a network or user-space file system, where neither locks nor mappings can be trusted. */
    NOT_LOCAL,
    /** The file system refuses access. */
    NO_PERMISSION,
    /** The file belongs to another user. */
    NOT_OWNED,
    /** Others than its owner may use the file, and that cannot be changed. */
    NOT_PRIVATE,
    /** This process has the store open already. */
    ALREADY_OPEN,
    /** Another process has the store open. */
    OPEN_ELSEWHERE,
    /** A copy of an order that is kept elsewhere, opened as an order of its own. */
    COPY,
    /** The order, kept elsewhere, cannot be reached: nothing was published. */
    UNREACHABLE,
    /**
     * The order is not the one that the file is a copy of: it was put back, or goes on behind what
     * this process knows. Nothing may be read or decided until the file is made anew.
     */
    DIVERGED,
    /** Another process has the store open by another lock file than the one beside this name. */
    OTHER_NAME
  }

  private final Kind kind;

  /** For whoever implements a {@link SharedLog}, wherever its order is kept. */
  public JournalException(Kind kind, Path file, String what) {
    this(kind, file, what, null);
  }

  /** The same. */
  public JournalException(Kind kind, Path file, String what, @Nullable Throwable cause) {
    super(file + ": " + what, cause);
    this.kind = kind;
  }

  /** About an order that is kept elsewhere, at a place that is no file's. */
  public static JournalException elsewhere(
      Kind kind, String place, @Nullable String what, @Nullable Throwable cause) {
    return new JournalException(kind, place + ": " + what, cause);
  }

  private JournalException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static JournalException damaged(Path file, long offset, String what) {
    return new JournalException(Kind.DAMAGED, file, "damaged at offset " + offset + ": " + what);
  }

  /** A record that is whole, and that only a later version of this program knows. */
  static JournalException newerRecord(Path file, long offset, String what) {
    return new JournalException(
        Kind.NEWER_FORMAT, file, "the record at offset " + offset + " has " + what);
  }

  /**
   * Whether nothing may be read from the order, decided on it or appended to it any more, by this
   * process as it is.
   */
  public boolean isTheEnd() {
    return kind == Kind.NEWER_FORMAT || kind == Kind.DIVERGED;
  }

  public Kind kind() {
    return kind;
  }
}
