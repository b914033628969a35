package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an open store's two files stand: both names must still lead to the files that are open, and
 * to all of them, or others write elsewhere. Checked under the writer's lock.
 */
final class Placement {
  private final FileAccess files;
  private final Path path;
  private final StoreLock lock;
  private final Header header;
  private final QuietDirectory directory;
  private final Object identity;

  /** Of the header, as this process knows it. */
  private byte[] fixed;

  private long fixedCrc;

  /** Of the file that the path leads to now, which is the one that is open. */
  Placement(FileAccess files, Path path, StoreLock lock, Header header) throws IOException {
    this.files = files;
    this.path = path;
    this.lock = lock;
    this.header = header;
    this.directory = new QuietDirectory(files, StoreFiles.directoryOf(path));
    this.identity = stat().identity();
    this.fixed = header.fixed();
  }

  /** What the header's fixed part says by now is this store's. */
  void know() {
    fixed = header.fixed();
    fixedCrc = header.fixedCrc();
  }

  /**
   * Looks at the files where something may have happened to them.
   *
   * @throws JournalException REPLACED, or NEWER_FORMAT
   */
  void check(FileAccess.OpenFile file) throws IOException {
    if (directory.isUnchanged() && isWhole(file)) {
      return;
    }
    Optional<FileAccess.FileStat> before = directory.settled();
    lookAtFiles();
    directory.namesFound(before);
  }

  private boolean isWhole(FileAccess.OpenFile file) throws IOException {
    // The header's pages must exist before they are touched.
    return file.reaches(Header.BYTES)
        && header.newerFormat().isEmpty()
        && header.fixedCrc() == fixedCrc
        && file.reaches(header.commit());
  }

  private void lookAtFiles() throws IOException {
    lock.check();
    FileAccess.FileStat stat = stat();
    if (!stat.identity().equals(identity)) {
      throw replaced("is another file since the store was opened");
    }
    if (stat.size() < Header.BYTES || stat.size() < header.commit()) {
      throw replaced("was cut off to " + stat.size() + " bytes");
    }
    refuseNewer();
    if (header.fixedCrc() != fixedCrc) {
      if (!header.isRaisedFrom(fixed)) {
        throw replaced("holds another store since it was opened");
      }
      know();
    }
  }

  /**
   * Refuses a header that a later version of this program raised.
   *
   * @throws JournalException NEWER_FORMAT
   */
  void refuseNewer() {
    Optional<String> newer = header.newerFormat();
    if (newer.isPresent()) {
      throw new JournalException(JournalException.Kind.NEWER_FORMAT, path, newer.get());
    }
  }

  private FileAccess.FileStat stat() throws IOException {
    return files.stat(path).orElseThrow(() -> replaced("was removed since the store was opened"));
  }

  private JournalException replaced(String how) {
    return new JournalException(JournalException.Kind.REPLACED, path, how);
  }
}
