package ticketd.journal;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the journal asks of the operating system, all of it; a test may put itself in between. Every
 * method may be called by any thread.
 */
public interface FileAccess {
  /** Of the host this runs on. */
  static FileAccess system() {
    return SystemFiles.INSTANCE;
  }

  /** What a name stands for; a link is not followed. */
  enum FileType {
    REGULAR,
    DIRECTORY,
    LINK,
    OTHER
  }

  /**
   * What there is to know about a file without opening it.
   *
   * @param identity equal for two names of one file, as device and inode are
   * @param changed when its content, a name in it, or what is said of it here last changed; unlike
   *     the time of modification nobody can set it
   */
  record FileStat(FileType type, Object identity, long size, Instant changed) {}

  /** How a file is opened; a link in its last place is never followed. */
  enum OpenMode {
    /** For reading; it must exist. */
    READ,
    /** For reading and writing; it must exist. */
    WRITE,
    /** For reading and writing; made, for its owner alone, where there is none. */
    CREATE,
    /** The same, and it must not exist. */
    CREATE_NEW
  }

  /** Empty where there is no such file. */
  Optional<FileStat> stat(Path file) throws IOException;

  /** Whether the file belongs to the user this process runs as. */
  boolean isOwn(Path file) throws IOException;

  /** A number that all names of an existing file share, and that hardly another file has. */
  long number(Path file) throws IOException;

  /**
   * Takes from everybody but its owner what they may do with an existing file. Only before this
   * process has the file open: it may open and close it, which drops the locks.
   *
   * @return whether there was something to take
   */
  boolean restrict(Path file) throws IOException;

  /**
   * A descriptor of the file.
   *
   * @throws StorageFullException when it is to be made and there is no room for it, or no inode
   */
  OpenFile open(Path file, OpenMode mode) throws IOException;

  /**
   * Makes the directory and those above it that are missing, for their owner alone.
   *
   * @return those that were missing, the uppermost one first; that they are there need not survive
   *     loss of power, see {@link #forceDirectory}
   * @throws StorageFullException when there is no room for one, or no inode
   */
  List<Path> createDirectories(Path directory) throws IOException;

  /** Makes the names in the directory survive loss of power. */
  void forceDirectory(Path directory) throws IOException;

  /** The type of the file system an existing file is on, as mount(8) names it. */
  String fileSystem(Path existing) throws IOException;

  /** So many bytes can be written beside an existing file, as far as that is known. */
  long room(Path existing);

  /** Another after each start of the operating system; empty where that cannot be known. */
  String bootId();

  /**
   * Marks the file, by whichever way and under whichever name it is reached, as open in this
   * process; once at a time.
   */
  Optional<Claim> claim(Path file) throws IOException;

  /** What {@link #claim} gives. */
  interface Claim {
    /** The file may be claimed again. */
    void release();
  }

  /** A descriptor. Positions and lengths are in bytes. */
  interface OpenFile extends AutoCloseable {
    /** Reads from {@code position} until {@code into} is full or the file ends. */
    int read(ByteBuffer into, long position) throws IOException;

    /**
     * Writes all of {@code from}.
     *
     * @throws StorageFullException when there is no room for it; a part may have been written
     */
    void write(ByteBuffer from, long position) throws IOException;

    /** Returns once what was written, and the size, survives loss of power. */
    void force() throws IOException;

    /**
     * Writes all of {@code from} and returns once it, and what it takes to read it, survives loss
     * of power. Of the other pages of the file nothing is said: that of the commit word changes
     * with each batch, and to wait for it as well, with its mapping to be protected anew, costs as
     * much as the records do.
     *
     * @throws StorageFullException when there is no room for it; a part may have been written
     * @throws SyncFailedException when it is written, and it is not known whether it survives
     */
    default void writeForced(ByteBuffer from, long position) throws IOException {
      write(from, position);
      try {
        force();
      } catch (IOException e) {
        throw (IOException) new SyncFailedException(e.getMessage()).initCause(e);
      }
    }

    /** Looked up by fstat(2); {@link #reaches} spares the next forced write, see there. */
    long size() throws IOException;

    /**
     * Whether it is at least {@code end} long. By a read: since Linux 6.13 the write after a look
     * at the file sets a time of modification of its own (multigrain timestamps), and ext4 without
     * a journal puts the inode on the disk with it, half as long again where the write is forced.
     */
    default boolean reaches(long end) throws IOException {
      return end == 0 || read(ByteBuffer.allocate(1), end - 1) == 1;
    }

    /** Cuts the file off; what a later write leaves out reads as zeros. */
    void truncate(long size) throws IOException;

    /** The file's own pages, little endian; they must exist. */
    ByteBuffer map(boolean writable, long position, int length) throws IOException;

    /** Locks these bytes against other processes, at once or not at all; they need not exist. */
    boolean tryLock(long position, long length, boolean shared) throws IOException;

    /** Gives up what {@link #tryLock} got at this position. */
    void unlock(long position) throws IOException;

    @Override
    void close() throws IOException;
  }
}
