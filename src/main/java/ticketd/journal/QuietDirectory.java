package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A directory by whose time of modification one knows that its names stand for the files they stood
 * for, without a look at these. One thread at a time.
 *
 * <p>A look at a file that is written is dear where each write is forced: since Linux 6.13 the
 * write after a look sets a time of modification of its own (multigrain timestamps), and ext4
 * without a journal puts the inode on the disk with it, which takes half as long again as the write
 * alone.
 */
final class QuietDirectory {
  /** A change within the clock's grain may leave the time as it was; FAT's is the coarsest, 2 s. */
  private static final Duration GRAIN = Duration.ofSeconds(3);

  private final FileAccess files;
  private final Path directory;
  private Optional<FileAccess.FileStat> seen = Optional.empty();

  QuietDirectory(FileAccess files, Path directory) {
    this.files = files;
    // Whatever links lead to it, this name stands for the directory itself.
    this.directory = directory.resolve(".");
  }

  /** Whether no name in it has changed since {@link #look}; false where that cannot be known. */
  boolean isUnchanged() throws IOException {
    return seen.isPresent() && files.stat(directory).equals(seen);
  }

  /** To be called before the names in it are looked at. */
  void look() throws IOException {
    Instant now = Instant.now();
    seen = files.stat(directory).filter(stat -> stat.modified().plus(GRAIN).isBefore(now));
  }

  /** The next look at the names is due whatever the directory says. */
  void forget() {
    seen = Optional.empty();
  }
}
