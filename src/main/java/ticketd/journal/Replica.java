package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The mapped file in which this process has the one order, as far as it has it. Reading is for any
 * thread and never waits; catching up is for one owner at a time.
 */
public interface Replica {
  JournalReader reader();

  /** Absolute offset just after the last record that the file shows. */
  long committed();

  /** Changes when recovery had to cut acknowledged history. */
  long generation();

  Path file();

  /** What the checksums of the file's records begin with: it tells the store from all others. */
  int salt();

  /** By which the file is used, and what is beside it. */
  FileAccess files();

  /**
   * Whether this process is the one, of those that have the file open, that makes the files beside
   * it which can be made again. Once it is, it stays so until the file is closed. Waits for no
   * other process; for the disk, where this one is forcing the file beside its turns or closes it.
   */
  boolean makesWhatIsBeside() throws IOException;

  /** Verifies and delivers, in order, what the file shows since the last call. */
  default void catchUp(Replay to) {
    while (catchUp(Integer.MAX_VALUE, to)) {
      // More was published meanwhile.
    }
  }

  /**
   * The same, up to the end of the batch that brings the number of events to {@code enough}.
   *
   * <p>A batch is read, verified and decoded as a whole before anything of it is delivered, and the
   * position moves once it is taken in: whatever is thrown, by whomever, the next call delivers
   * what was not taken in.
   *
   * @return whether more are there
   * @throws JournalException NEWER_FORMAT, after which nothing can be written either; DAMAGED; IO
   */
  boolean catchUp(int enough, Replay to);

  /** Absolute offset up to which it has caught up. */
  long position();

  /**
   * Whether the file is still one that this version of the program may read: no later one has
   * raised the version of its header, or sealed it. By the last look that {@link #committed} took.
   */
  boolean isOfThisFormat();

  /**
   * Nothing may be read, decided or written once a later version has made the file its own. Any
   * thread may ask; where it throws, nothing can be written from then on.
   *
   * @throws JournalException NEWER_FORMAT
   */
  void checkFormat();
}
