package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A directory by whose time of change one knows that its names stand for the files they stood for,
 * without a look at these. That of modification would not do: who unpacks an archive, or copies a
 * directory, puts it back to what it was. One thread at a time.
 *
 * <p>A look at a file costs the next write to it, see {@link FileAccess.OpenFile#reaches}.
 */
final class QuietDirectory {
  /** A change within the clock's grain may leave the time as it was; FAT's is the coarsest, 2 s. */
  private static final Duration GRAIN = Duration.ofSeconds(3);

  private final FileAccess files;
  private final Path directory;
  private Optional<FileAccess.FileStat> found = Optional.empty();

  QuietDirectory(FileAccess files, Path directory) {
    this.files = files;
    // Whatever links lead to it, this name stands for the directory itself.
    this.directory = directory.resolve(".");
  }

  /** Whether its names are as they were found last; false where that cannot be known. */
  boolean isUnchanged() throws IOException {
    return found.isPresent() && files.stat(directory).equals(found);
  }

  /** What it is now, where any later change of a name would show; to be asked before a look. */
  Optional<FileAccess.FileStat> settled() throws IOException {
    Instant now = Instant.now();
    return files.stat(directory).filter(stat -> stat.changed().plus(GRAIN).isBefore(now));
  }

  /** Its names were found right after it was {@code before}. */
  void namesFound(Optional<FileAccess.FileStat> before) {
    found = before;
  }
}
