package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** A store as a test changes it before a server is started on it, and whether that changes it. */
final class Tampered {
  /** See docs/store-format.md. */
  static final int VERSION_AT = 8;

  static final int NEXT_EPOCH_AT = 128;
  static final int COMMIT_AT = 256;
  static final int FIRST_RECORD_AT = 4096;

  private Tampered() {}

  /** Files five tickets in {@code tickets} in that folder. */
  static void make(Path folder) {
    try (TestServer server = TestServer.start(folder)) {
      LineClient jules = server.connect("Jules");
      for (int i = 0; i < 5; i++) {
        assertThat(jules.outcome("SENDTICKET {\"title\":\"a ticket with a title\"}"))
            .isEqualTo("OK");
      }
    }
  }

  static void overwrite(Path store, long offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(store);
    bytes[(int) offset] = (byte) value;
    Files.write(store, bytes);
  }

  /**
   * Names and what they hold, links and pipes by name only. Not the lock file: to close it here
   * would drop the lock that a test holds.
   */
  static Map<String, String> contents(Path folder) {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().equals("tickets.lock")) {
          boolean plain = Files.isRegularFile(file) && !Files.isSymbolicLink(file);
          contents.put(
              file.getFileName().toString(),
              plain ? HexFormat.of().formatHex(Files.readAllBytes(file)) : "");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }
}
