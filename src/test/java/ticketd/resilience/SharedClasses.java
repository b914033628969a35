package ticketd.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The jar's classes as the JVM keeps them once parsed, in an archive beside the jar. It halves the
 * time a server takes to start, of which tests that kill servers need many.
 */
final class SharedClasses {
  private static final Optional<Path> ARCHIVE = archive();

  private SharedClasses() {}

  /** Options of the JVM; the archive is passed over where it does not fit. */
  static List<String> options() {
    return ARCHIVE.map(archive -> List.of("-XX:SharedArchiveFile=" + archive)).orElse(List.of());
  }

  private static Optional<Path> archive() {
    String jar = System.getProperty("ticketd.jar", "");
    if (jar.isEmpty()) {
      return Optional.empty();
    }
    Path archive = Path.of(jar + ".jsa");
    try {
      if (!isNewer(archive, Path.of(jar))) {
        make(archive);
      }
      return Optional.of(archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNewer(Path archive, Path jar) throws IOException {
    return Files.exists(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  private static void make(Path archive) throws IOException {
    Files.deleteIfExists(archive);
    Path folder = Files.createTempDirectory("ticketd-classes");
    Path store = folder.resolve("store");
    Launch launch = Launch.bare(store).withJvm("-XX:ArchiveClassesAtExit=" + archive);
    try (ChildServer server = ChildServer.start(launch);
        Peer peer = server.connect("Jules")) {
      peer.ask("SENDTICKET {\"title\":\"x\"}");
      peer.ask("LIST");
      server.signal("TERM");
      server.awaitExit();
    }
    Files.deleteIfExists(store);
    Files.deleteIfExists(folder.resolve("store.lock"));
    Files.deleteIfExists(folder);
  }
}
