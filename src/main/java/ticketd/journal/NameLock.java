package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A lock on the store file itself, which says by which lock file it is used. A file may have two
 * names, by a hard link or where it is mounted alone, and each name has a lock file of its own: who
 * goes by one does not see who goes by the other.
 *
 * <p>Every lock file has a byte of its own, far behind what a file can hold. Every process that has
 * the store open holds that of its lock file, shared; and nobody opens it while another of these
 * bytes is held.
 *
 * <p>POSIX drops the lock as soon as the process closes any descriptor of the store: whoever closes
 * one takes it again.
 */
final class NameLock {
  private static final long BEGIN = 1L << 62;
  private static final long PLACES = 1L << 61;

  /** Never anybody's own, so that of two processes at a time only one finds the others free. */
  private static final long FIRST_PLACE = BEGIN + 1;

  private static final long END = FIRST_PLACE + PLACES + 1;

  private NameLock() {}

  /**
   * Takes it for as long as no descriptor of the store is closed.
   *
   * @param number of the lock file
   * @throws JournalException OTHER_NAME when a process has the store open by another lock file
   */
  static void take(FileAccess.OpenFile store, Path path, long number) throws IOException {
    long own = FIRST_PLACE + (number & (PLACES - 1));
    boolean alone = takeOthers(store, own) && store.tryLock(own, 1, true);
    leaveOthers(store, own);
    if (!alone) {
      throw new JournalException(
          JournalException.Kind.OTHER_NAME,
          path,
          "is open under another name (a hard link, or a mount of the file alone), or its lock file"
              + " was replaced meanwhile; all servers must use one name");
    }
  }

  /**
   * Whether nobody has the store open by any lock file; then nobody can open it until this
   * descriptor is closed.
   */
  static boolean takeAlone(FileAccess.OpenFile store) throws IOException {
    return store.tryLock(BEGIN, END - BEGIN, false);
  }

  private static boolean takeOthers(FileAccess.OpenFile store, long own) throws IOException {
    return store.tryLock(BEGIN, own - BEGIN, false) && store.tryLock(own + 1, END - own - 1, false);
  }

  private static void leaveOthers(FileAccess.OpenFile store, long own) throws IOException {
    store.unlock(BEGIN);
    store.unlock(own + 1);
  }
}
