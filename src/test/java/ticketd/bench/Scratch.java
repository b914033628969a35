package ticketd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;

/** A directory for a benchmark's stores: in memory, or in {@code -Dbench.disk=…}, else target/. */
final class Scratch implements AutoCloseable {
  private final Path directory;

  private Scratch(Path parent) {
    try {
      directory = Files.createTempDirectory(Files.createDirectories(parent), "ticketd-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Scratch inMemory() {
    return new Scratch(Path.of("/dev/shm"));
  }

  static Scratch onDisk() {
    return new Scratch(Path.of(System.getProperty("bench.disk", "target")));
  }

  /** A file without any order in it. */
  FileChannel raw() {
    try {
      return FileChannel.open(file("raw"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  JournalSettings store(SyncMode mode) {
    return store("store", mode);
  }

  JournalSettings store(String name, SyncMode mode) {
    return new JournalSettings(file(name), mode, Duration.ofSeconds(5));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
