package ticketd.journal;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The host's files. */
final class SystemFiles implements FileAccess {
  static final SystemFiles INSTANCE = new SystemFiles();

  private static final FileAttribute<?> FILE_OF_ONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> DIRECTORY_OF_ONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Set<Path> claimed = ConcurrentHashMap.newKeySet();

  private SystemFiles() {}

  @Override
  public Optional<FileStat> stat(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      FileType type =
          found.isRegularFile()
              ? FileType.REGULAR
              : found.isDirectory()
                  ? FileType.DIRECTORY
                  : found.isSymbolicLink() ? FileType.LINK : FileType.OTHER;
      return Optional.of(
          new FileStat(type, found.fileKey(), found.size(), found.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isOwn(Path file) throws IOException {
    // The directory of a process belongs to the user it runs as, see proc(5).
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return self.equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
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
    return new SystemFile(file, FileChannel.open(file, options, FILE_OF_ONE));
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, DIRECTORY_OF_ONE);
    } catch (FileAlreadyExistsException e) {
      // Another process that opens the same store may have been first.
      if (!Files.isDirectory(directory)) {
        throw e;
      }
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
  public String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public Optional<Claim> claim(Path file) throws IOException {
    Path real = StoreFiles.directoryOf(file).toRealPath().resolve(file.getFileName());
    return claimed.add(real) ? Optional.of(() -> claimed.remove(real)) : Optional.empty();
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

    /**
     * The error number is lost in the exception, whose text is in the language of the process: the
     * room that is left tells as well.
     */
    private boolean isFull(IOException cause, int needed) throws IOException {
      String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (text.contains("no space left")
          || text.contains("quota")
          || text.contains("file too large")) {
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
    public synchronized boolean tryLock(long position, boolean shared) throws IOException {
      FileLock lock = channel.tryLock(position, 1, shared);
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
