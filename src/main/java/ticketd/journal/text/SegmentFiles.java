package ticketd.journal.text;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.journal.FileAccess;

/** The directory of a store's segments: {@code <store>.text}. */
final class SegmentFiles {
  private static final String UNFINISHED = "making-";

  private final FileAccess files;
  private final Path directory;

  SegmentFiles(FileAccess files, Path store) {
    this.files = files;
    this.directory = store.resolveSibling(store.getFileName() + ".text");
  }

  FileAccess files() {
    return files;
  }

  Path path(SegmentName name) {
    return directory.resolve(name.toString());
  }

  /** Whether so much more leaves as much room, and more, to what is written beside it. */
  boolean haveRoom(long bytes) {
    return files.room(directory) / 2 > bytes;
  }

  /** Another name than any segment's, of a file that becomes one. */
  Path unfinished(SegmentName name) {
    return directory.resolve(UNFINISHED + ProcessHandle.current().pid() + "-" + name);
  }

  /** Under its own name, and so for everybody, at once or not at all. */
  void finish(Path unfinished, SegmentName name) throws IOException {
    Files.move(unfinished, path(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the directory, where it is missing. */
  void make() throws IOException {
    files.createDirectories(directory);
  }

  /**
   * Whether there is a directory and it is ours: what others may write in it would be found in the
   * place of what is in the journal.
   *
   * @throws IOException where it is not ours
   */
  boolean exists() throws IOException {
    Optional<FileAccess.FileStat> stat = files.stat(directory);
    if (stat.isEmpty()) {
      return false;
    }
    if (stat.get().type() != FileAccess.FileType.DIRECTORY || !files.isOwn(directory)) {
      throw new IOException(directory + " is no directory of this user");
    }
    return true;
  }

  /** The segments that there are. */
  List<SegmentName> names() throws IOException {
    List<SegmentName> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        SegmentName.parse(entry.getFileName().toString()).ifPresent(names::add);
      }
    } catch (NoSuchFileException e) {
      // Somebody takes all of it away: then there is nothing.
      return List.of();
    }
    return names;
  }

  /** What processes left that ended before they were done. Only by the one that makes segments. */
  void deleteUnfinished() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
      for (Path entry : entries) {
        Files.deleteIfExists(entry);
      }
    }
  }

  /** Takes away what is left of a file that was being made, under any name it began with. */
  void deleteUnfinished(Path unfinished) throws IOException {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, unfinished.getFileName() + "*")) {
      for (Path entry : entries) {
        Files.deleteIfExists(entry);
      }
    }
  }

  void delete(SegmentName name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  Segment open(SegmentName name, int salt) throws IOException {
    return Segment.open(files, path(name), name, salt);
  }
}
