package ticketd.journal.text;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import ticketd.journal.FileAccess;
import ticketd.journal.FileFault;
import ticketd.journal.StoreCheck;
import ticketd.journal.StoredRecord;

/**
 * Makes each segment of a store once more, of what a {@link StoreCheck} reads, and compares. What
 * is made for that is put where temporary files are, and is gone after {@link #close}. Where that
 * cannot be done, the store is checked all the same.
 */
public final class TextCheck implements StoreCheck.Listener, AutoCloseable {
  private final FileAccess files = FileAccess.system();
  private final SegmentFiles segments;
  private final Pace pace = new Pace(() -> 0);
  private final Path temporary;
  private Optional<Path> scratch = Optional.empty();
  private Optional<String> uncompared = Optional.empty();
  private final List<String> findings = new ArrayList<>();
  private int salt;

  /** Not looked at yet, none of them a part of another one. */
  private Queue<SegmentName> left = new ArrayDeque<>();

  private Optional<SegmentBuilder> building = Optional.empty();

  public TextCheck(Path store) {
    this(store, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** The same, with another directory for temporary files. */
  TextCheck(Path store, Path temporary) {
    this.segments = new SegmentFiles(files, store);
    this.temporary = temporary;
  }

  /** A line for each segment that is not what the journal gives. */
  public List<String> findings() {
    return findings;
  }

  /** Why some of the segments were not looked at, if so. */
  public Optional<String> uncompared() {
    return uncompared;
  }

  private void giveUp(IOException cause) {
    left.clear();
    building = Optional.empty();
    uncompared =
        Optional.of(
            cause instanceof FileSystemException of
                ? of.getFile() + ": " + FileFault.reason(of)
                : FileFault.reason(cause));
  }

  @Override
  public void store(long generation, int saltOfStore) {
    salt = saltOfStore;
    try {
      if (segments.exists()) {
        left =
            largest(segments.names().stream().filter(n -> n.generation() == generation).toList());
      }
    } catch (IOException e) {
      giveUp(e);
    }
  }

  private static Queue<SegmentName> largest(List<SegmentName> names) {
    Queue<SegmentName> largest = new ArrayDeque<>();
    long end = 0;
    for (SegmentName name :
        names.stream()
            .sorted(
                Comparator.comparingLong(SegmentName::first)
                    .thenComparing(SegmentName::last, Comparator.reverseOrder()))
            .toList()) {
      if (name.first() > end) {
        largest.add(name);
        end = name.last();
      }
    }
    return largest;
  }

  @Override
  public void event(StoredRecord event) {
    SegmentName name = left.peek();
    if (name == null || event.seq() < name.first()) {
      return;
    }
    try {
      if (building.isEmpty()) {
        building = Optional.of(new SegmentBuilder(files, made(), name, salt, pace));
      }
      SegmentBuilder builder = building.orElseThrow();
      builder.add(event);
      if (event.seq() == name.last()) {
        builder.finish();
        compare(name);
        building = Optional.empty();
        left.remove();
      }
    } catch (IOException e) {
      giveUp(e);
    }
  }

  private Path made() throws IOException {
    if (scratch.isEmpty()) {
      scratch = Optional.of(Files.createTempDirectory(temporary, "ticketd-check"));
    }
    return scratch.orElseThrow().resolve("made");
  }

  private void compare(SegmentName name) throws IOException {
    Path made = made();
    try {
      segments.open(name, salt).close();
      if (Files.mismatch(made, segments.path(name)) >= 0) {
        findings.add(segments.path(name) + ": not what the journal gives");
      }
    } catch (SegmentException e) {
      findings.add(segments.path(name) + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      // A server at work has merged it meanwhile.
    } finally {
      Files.delete(made);
    }
  }

  @Override
  public void close() throws IOException {
    if (scratch.isEmpty()) {
      return;
    }
    try (var entries = Files.newDirectoryStream(scratch.orElseThrow())) {
      for (Path entry : entries) {
        Files.delete(entry);
      }
    }
    Files.delete(scratch.orElseThrow());
  }
}
