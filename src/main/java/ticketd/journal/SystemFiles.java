package ticketd.journal;

import java.io.File;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The host's files. */
final class SystemFiles implements FileAccess {
  static final SystemFiles INSTANCE = new SystemFiles();

  private static final Set<PosixFilePermission> FILE_OF_ONE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_OF_ONE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER = DIRECTORY_OF_ONE;

  /** 2 to the 64th, divided by the golden ratio: devices differ in their last few bits only. */
  private static final long DEVICE_FACTOR = 0x9E3779B97F4A7C15L;

  private final Set<Path> claimed = new HashSet<>();

  private SystemFiles() {}

  @Override
  public Optional<FileStat> stat(Path file) throws IOException {
    try {
      Map<String, Object> found =
          Files.readAttributes(file, "unix:mode,fileKey,size,ctime", LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new FileStat(
              type((int) of(found, "mode")),
              of(found, "fileKey"),
              (long) of(found, "size"),
              ((FileTime) of(found, "ctime")).toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Object of(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name));
  }

  /** See inode(7). */
  private static FileType type(int mode) {
    return switch (mode & 0xF000) {
      case 0x8000 -> FileType.REGULAR;
      case 0x4000 -> FileType.DIRECTORY;
      case 0xA000 -> FileType.LINK;
      default -> FileType.OTHER;
    };
  }

  @Override
  public boolean isOwn(Path file) throws IOException {
    // The directory of a process belongs to the user it runs as, see proc(5).
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return self.equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public long number(Path file) throws IOException {
    return of(file, "unix:dev") * DEVICE_FACTOR + of(file, "unix:ino");
  }

  private static long of(Path file, String attribute) throws IOException {
    return (long) Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public boolean restrict(Path file) throws IOException {
    Set<PosixFilePermission> allowed =
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    if (OWNER.containsAll(allowed)) {
      return false;
    }
    // Less than it was and not more: what its owner may not do is left so.
    Set<PosixFilePermission> less = EnumSet.copyOf(FILE_OF_ONE);
    less.retainAll(allowed);
    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(less);
    return true;
  }

  @Override
  public OpenFile open(Path file, OpenMode mode) throws IOException {
    Set<OpenOption> read = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    if (mode == OpenMode.READ) {
      return new SystemFile(file, FileChannel.open(file, read));
    }
    Set<OpenOption> options = new HashSet<>(read);
    options.add(StandardOpenOption.WRITE);
    if (mode == OpenMode.CREATE) {
      options.add(StandardOpenOption.CREATE);
    } else if (mode == OpenMode.CREATE_NEW) {
      options.add(StandardOpenOption.CREATE_NEW);
    }
    if (mode == OpenMode.WRITE) {
      return new SystemFile(file, FileChannel.open(file, options));
    }
    FileChannel made;
    try {
      made = FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(FILE_OF_ONE));
    } catch (FileSystemException e) {
      throw withoutRoom(e);
    }
    allowOwner(file, FILE_OF_ONE);
    return new SystemFile(file, made);
  }

  /**
   * What this process has made, its own owner may use, whatever the umask. One that is there
   * already and is not for its owner to read and write could not have been opened.
   */
  private static void allowOwner(Path made, Set<PosixFilePermission> of) throws IOException {
    if (!Files.getPosixFilePermissions(made, LinkOption.NOFOLLOW_LINKS).containsAll(of)) {
      // By its name: to open it once more, and close that, would drop the locks.
      Files.setPosixFilePermissions(made, of);
    }
  }

  @Override
  public List<Path> createDirectories(Path directory) throws IOException {
    List<Path> missing = new ArrayList<>();
    createDirectories(directory, missing);
    return missing;
  }

  private static void createDirectories(Path directory, List<Path> missing) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      createDirectories(parent, missing);
    }
    missing.add(directory);
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_OF_ONE));
      allowOwner(directory, DIRECTORY_OF_ONE);
    } catch (FileAlreadyExistsException e) {
      // Another process that opens the same store may have been first.
      if (!Files.isDirectory(directory)) {
        throw new NotDirectoryException(directory.toString());
      }
    } catch (NoSuchFileException e) {
      // The one above it is there: this file system, /proc for example, makes none.
      throw new FileSystemException(directory.toString(), null, "no directory can be made there");
    } catch (FileSystemException e) {
      throw withoutRoom(e);
    }
  }

  /** The failure to make a file, as a {@link StorageFullException} where it is one. */
  private static IOException withoutRoom(FileSystemException e) {
    return isNoRoom(e)
        ? new StorageFullException(
            "no file can be made, df and df -i tell whether blocks or inodes are used up", e)
        : e;
  }

  /** The error number is lost in the exception, whose text is in the language of the process. */
  private static boolean isNoRoom(IOException cause) {
    // The message of some exceptions begins with the path, which may say anything.
    String text = FileFault.reason(cause);
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("no space left")
        || lower.contains("quota")
        || lower.contains("file too large")
        || text.endsWith(FullDevice.TEXT);
  }

  /** What the system calls a full disk in the language of this process. */
  private static final class FullDevice {
    static final String TEXT = text();

    private static String text() {
      try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
        full.write(ByteBuffer.allocate(1));
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
      return "No space left on device";
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public String fileSystem(Path existing) throws IOException {
    return Files.getFileStore(existing).type();
  }

  @Override
  public long room(Path existing) {
    File file = existing.toFile();
    // A file system that does not tell has neither.
    return file.getTotalSpace() == 0 ? Long.MAX_VALUE : file.getUsableSpace();
  }

  @Override
  public String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public synchronized Optional<Claim> claim(Path file) throws IOException {
    Path real = StoreFiles.directoryOf(file).toRealPath().resolve(file.getFileName());
    Optional<Object> identity = stat(real).map(FileStat::identity);
    for (Path other : claimed) {
      boolean same = identity.isPresent() && stat(other).map(FileStat::identity).equals(identity);
      if (same || other.equals(real)) {
        return Optional.empty();
      }
    }
    claimed.add(real);
    return Optional.of(() -> release(real));
  }

  private synchronized void release(Path real) {
    claimed.remove(real);
  }

  private static Object identity(Path file) throws IOException {
    return INSTANCE
        .stat(file)
        .orElseThrow(() -> new NoSuchFileException(file.toString()))
        .identity();
  }

  private static final class SystemFile implements OpenFile {
    private final Path file;
    private final FileChannel channel;
    private final Object identity;
    private final Map<Long, FileLock> locks = new HashMap<>();

    /** Of the same file, with O_DSYNC; opened for the first write that needs it. */
    private Optional<FileChannel> forcing = Optional.empty();

    SystemFile(Path file, FileChannel channel) throws IOException {
      this.file = file;
      this.channel = channel;
      this.identity = identity(file);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      int before = into.position();
      while (into.hasRemaining()) {
        if (channel.read(into, position + into.position() - before) < 0) {
          break;
        }
      }
      return into.position() - before;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      write(channel, from, position);
    }

    private void write(FileChannel to, ByteBuffer from, long position) throws IOException {
      int before = from.position();
      try {
        while (from.hasRemaining()) {
          to.write(from, position + from.position() - before);
        }
      } catch (IOException e) {
        throw isFull(e, from.remaining())
            ? new StorageFullException(String.valueOf(e.getMessage()), e)
            : e;
      }
    }

    /** By O_DSYNC, see open(2): one call, which waits for these bytes only. */
    @Override
    public void writeForced(ByteBuffer from, long position) throws IOException {
      FileChannel to = forcing();
      try {
        write(to, from, position);
      } catch (StorageFullException e) {
        throw e;
      } catch (IOException e) {
        // Whether writing or forcing failed, the system does not tell.
        throw (IOException) new SyncFailedException(e.getMessage()).initCause(e);
      }
    }

    private synchronized FileChannel forcing() throws IOException {
      if (forcing.isEmpty()) {
        FileChannel opened =
            FileChannel.open(
                file,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC,
                LinkOption.NOFOLLOW_LINKS);
        if (!identity(file).equals(identity)) {
          opened.close();
          throw new IOException("another file than the one that is open: " + file);
        }
        forcing = Optional.of(opened);
      }
      return forcing.get();
    }

    /** Where the text does not tell, the room that is left does. */
    private boolean isFull(IOException cause, int needed) throws IOException {
      if (isNoRoom(cause)) {
        return true;
      }
      FileStore store = Files.getFileStore(file);
      return store.getUnallocatedSpace() < needed + store.getBlockSize();
    }

    @Override
    public void force() throws IOException {
      // The size counts as data where it is needed to read what was written, see fdatasync(2).
      channel.force(false);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public ByteBuffer map(boolean writable, long position, int length) throws IOException {
      FileChannel.MapMode mode =
          writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
      return channel.map(mode, position, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public synchronized boolean tryLock(long position, long length, boolean shared)
        throws IOException {
      FileLock lock = channel.tryLock(position, length, shared);
      if (lock != null) {
        locks.put(position, lock);
      }
      return lock != null;
    }

    @Override
    public synchronized void unlock(long position) throws IOException {
      FileLock lock = locks.remove(position);
      if (lock != null) {
        lock.release();
      }
    }

    @Override
    public synchronized void close() throws IOException {
      try {
        channel.close();
      } finally {
        if (forcing.isPresent()) {
          forcing.get().close();
        }
      }
    }
  }
}
