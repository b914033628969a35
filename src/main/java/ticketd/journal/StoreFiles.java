package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** What is there before a store is open: whether it may be used, and its making. */
final class StoreFiles {
  /** Where other hosts, or a program, stand between the file and the disk. */
  private static final Set<String> NOT_LOCAL =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "virtiofs",
          "afs",
          "coda",
          "ceph",
          "glusterfs",
          "lustre",
          "gpfs",
          "gfs2",
          "ocfs2",
          "beegfs",
          "vboxsf",
          "prl_fs",
          "davfs");

  private StoreFiles() {}

  /**
   * Runs {@code action}.
   *
   * @throws JournalException in place of an {@link IOException}
   */
  static <T> T orFail(Path file, Callable<T> action) {
    try {
      return action.call();
    } catch (JournalException e) {
      throw e;
    } catch (Exception e) {
      throw failure(file, e);
    }
  }

  /** Something to do with files. */
  interface Action {
    void run() throws IOException;
  }

  static void orFail(Path file, Action action) {
    orFail(
        file,
        () -> {
          action.run();
          return true;
        });
  }

  private static JournalException failure(Path file, Exception cause) {
    if (cause instanceof StorageFullException) {
      return new JournalException(
          JournalException.Kind.FULL, file, "storage full: " + cause.getMessage(), cause);
    } else if (cause instanceof IOException failed) {
      JournalException.Kind kind =
          cause instanceof AccessDeniedException
              ? JournalException.Kind.NO_PERMISSION
              : JournalException.Kind.IO;
      Path about =
          cause instanceof FileSystemException ofFile && ofFile.getFile() != null
              ? Path.of(ofFile.getFile())
              : file;
      return new JournalException(kind, about, FileFault.reason(failed), cause);
    }
    throw new IllegalStateException(cause);
  }

  /**
   * Marks the store as open in this process.
   *
   * @throws JournalException NOT_LOCAL or ALREADY_OPEN
   */
  static FileAccess.Claim claim(FileAccess files, Path path) throws IOException {
    refuseUnlessLocal(path, files.fileSystem(directoryOf(path)));
    if (files.stat(path).filter(stat -> stat.type() == FileAccess.FileType.REGULAR).isPresent()) {
      // It may be mounted by itself.
      refuseUnlessLocal(path, files.fileSystem(path));
    }
    return files
        .claim(path)
        .orElseThrow(
            () ->
                new JournalException(
                    JournalException.Kind.ALREADY_OPEN, path, "this process has it open already"));
  }

  private static void refuseUnlessLocal(Path path, String fileSystem) {
    if (!isLocal(fileSystem)) {
      throw new JournalException(
          JournalException.Kind.NOT_LOCAL, path, "not on a local file system: " + fileSystem);
    }
  }

  static Path lockOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  /** What exists must be a regular file of this user. */
  static void refuseForeign(FileAccess files, Path path, Optional<FileAccess.FileStat> stat)
      throws IOException {
    if (stat.isPresent()) {
      refuseUnlessRegular(path, stat.get());
      if (!files.isOwn(path)) {
        throw new JournalException(
            JournalException.Kind.NOT_OWNED, path, "belongs to another user");
      }
    }
  }

  /** What others may do with a file that exists is taken from them, and told. */
  static void keepToOwner(FileAccess files, Path path, Consumer<Path> tightened)
      throws IOException {
    if (files.restrict(path)) {
      // Some file systems have a mode for all their files and take no other.
      if (files.restrict(path)) {
        throw new JournalException(
            JournalException.Kind.NOT_PRIVATE,
            path,
            "others may read or write it, and its mode cannot be changed");
      }
      tightened.accept(path);
    }
  }

  static void refuseUnlessRegular(Path path, FileAccess.FileStat stat) {
    String what =
        switch (stat.type()) {
          case REGULAR -> "";
          case DIRECTORY -> "a directory";
          case LINK -> "a symbolic link";
          case OTHER -> "not a regular file";
        };
    if (!what.isEmpty()) {
      throw new JournalException(JournalException.Kind.NOT_A_STORE, path, "is " + what);
    }
  }

  /** Looks without the lock, so what only looks damaged, as in the making, is let pass. */
  static void refuseUnlessStore(FileAccess files, Path path, Optional<Origin> origin)
      throws IOException {
    Optional<FileAccess.FileStat> stat = files.stat(path);
    refuseForeign(files, path, stat);
    if (stat.isEmpty()) {
      return;
    }
    byte[] page = new byte[Header.BYTES];
    try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.READ)) {
      int length = file.read(ByteBuffer.wrap(page), 0);
      if (!Header.isUnfinished(page, length)) {
        refusal(page, length, origin)
            .filter(refusal -> refusal.kind() != JournalException.Kind.DAMAGED)
            .ifPresent(refusal -> refuse(path, refusal));
      }
    }
  }

  private static Optional<Header.Refusal> refusal(
      byte[] page, int length, Optional<Origin> origin) {
    return origin.isEmpty()
        ? Header.refusal(page, length)
        : Header.refusal(page, length, origin.get());
  }

  static boolean isLocal(String fileSystem) {
    String type = fileSystem.toLowerCase(Locale.ROOT);
    return !NOT_LOCAL.contains(type) && !type.startsWith("fuse");
  }

  static boolean isInMemory(String fileSystem) {
    return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
  }

  /**
   * Opens the store, which is made where there is none or where the making was cut short, and takes
   * its {@link NameLock}. Only under the lock.
   *
   * @param tightened told when others than its owner could use it
   */
  static FileAccess.OpenFile open(
      FileAccess files, JournalSettings settings, StoreLock lock, Consumer<Path> tightened)
      throws IOException {
    Path path = settings.file();
    Optional<FileAccess.FileStat> before = files.stat(path);
    refuseForeign(files, path, before);
    if (before.isPresent()) {
      keepToOwner(files, path, tightened);
    }
    FileAccess.OpenFile file =
        files.open(
            path, before.isEmpty() ? FileAccess.OpenMode.CREATE_NEW : FileAccess.OpenMode.WRITE);
    try {
      NameLock.take(file, path, lock.number());
      byte[] page = new byte[Header.BYTES];
      int length = file.read(ByteBuffer.wrap(page), 0);
      if (file.size() <= Header.BYTES && Header.isUnfinished(page, length)) {
        create(files, settings, file);
      } else {
        refusal(page, length, settings.origin()).ifPresent(refusal -> refuse(path, refusal));
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void refuse(Path path, Header.Refusal refusal) {
    throw new JournalException(refusal.kind(), path, refusal.why());
  }

  /**
   * Makes a store's directory, and those above it, where they are missing. The disk has them
   * afterwards, as far as the directories they were made in can be read.
   */
  static void makeDirectory(FileAccess files, Path directory) throws IOException {
    for (Path made : files.createDirectories(directory)) {
      try {
        files.forceDirectory(directoryOf(made.toAbsolutePath()));
      } catch (AccessDeniedException e) {
        // One in which names can be made, and that cannot be read, cannot be forced by itself.
      }
    }
  }

  private static void create(FileAccess files, JournalSettings settings, FileAccess.OpenFile file)
      throws IOException {
    int chunkBytes = settings.chunkBytes();
    long now = System.currentTimeMillis();
    byte[] page =
        settings
            .origin()
            .map(origin -> Header.create(chunkBytes, origin, now))
            .orElseGet(() -> Header.create(chunkBytes, new SecureRandom().nextInt(), now));
    try {
      file.write(ByteBuffer.wrap(page), 0);
      file.force();
    } catch (IOException e) {
      file.truncate(0);
      throw e;
    }
    // Nothing is acknowledged before the file's name is as durable as what it will hold.
    files.forceDirectory(directoryOf(settings.file()));
  }

  static Path directoryOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /**
   * Keeps the bytes from {@code from} to {@code to} in a file of their own beside the store, whose
   * name says where they were.
   */
  static Path keepAside(FileAccess files, Path path, FileAccess.OpenFile file, long from, long to)
      throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".cut-" + from);
    for (int n = 1; files.stat(aside).isPresent(); n++) {
      aside = path.resolveSibling(path.getFileName() + ".cut-" + from + "." + n);
    }
    try (FileAccess.OpenFile kept = files.open(aside, FileAccess.OpenMode.CREATE_NEW)) {
      copy(file, from, to, kept, 0);
      kept.force();
    }
    files.forceDirectory(directoryOf(path));
    return aside;
  }

  /** Copies a range, from one file to another or onto itself. */
  static void copy(
      FileAccess.OpenFile from, long start, long end, FileAccess.OpenFile to, long target)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(1 << 20, Math.max(1, end - start)));
    for (long at = start; at < end; ) {
      piece.clear().limit((int) Math.min(piece.capacity(), end - at));
      int read = from.read(piece, at);
      if (read <= 0) {
        throw new IOException("the file ends at " + at + ", before " + end);
      }
      to.write(piece.flip(), target + at - start);
      at += read;
    }
  }

  /**
   * Over the file's records, read and not mapped: for what may not be there, or be cut, also while
   * it is read.
   */
  static RecordScanner scanner(Path path, FileAccess.OpenFile file, Header header) {
    return new RecordScanner(
        (offset, into, at, length) ->
            orFail(path, () -> file.read(ByteBuffer.wrap(into, at, length), offset)),
        header.chunkBytes(),
        header.salt());
  }

  /** Just after the last byte of the file that is not zero, {@code from} where there is none. */
  static long lastNonZero(FileAccess.OpenFile file, long from) throws IOException {
    byte[] zeros = new byte[1 << 16];
    byte[] piece = new byte[zeros.length];
    long last = from;
    long at = from;
    int read;
    while ((read = file.read(ByteBuffer.wrap(piece), at)) > 0) {
      if (Arrays.mismatch(piece, 0, read, zeros, 0, read) >= 0) {
        int end = read;
        while (piece[end - 1] == 0) {
          end--;
        }
        last = at + end;
      }
      at += read;
    }
    return last;
  }
}
