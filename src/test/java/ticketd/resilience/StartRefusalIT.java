package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must not be taken for a store, or cannot be used, is refused at start: one line that names
 * the file and, where bytes are wrong, the offset; status 1; everything left as it was.
 */
class StartRefusalIT {
  /** See docs/store-format.md. */
  private static final int VERSION_AT = 8;

  private static final int NEXT_EPOCH_AT = 128;
  private static final int COMMIT_AT = 256;
  private static final int FIRST_RECORD_AT = 4096;

  @TempDir Path folder;
  private Path store;

  @BeforeEach
  void nameTheStore() {
    store = folder.resolve("tickets");
  }

  @Test
  void shouldNotFollowALink() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "somebody's file");
    Files.createSymbolicLink(store, target);
    refuses(Launch.on(store), "tickets: is a symbolic link");
    Files.delete(target);
    refuses(Launch.on(store), "tickets: is a symbolic link");
  }

  @Test
  void shouldNotFollowALinkInPlaceOfTheLockFile() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "somebody's file");
    Files.createSymbolicLink(folder.resolve("tickets.lock"), target);
    refuses(Launch.on(store), "tickets.lock: is a symbolic link");
  }

  @Test
  void shouldNotOpenAPipe() {
    ChildServer.run("mkfifo", store.toString());
    refuses(Launch.on(store), "tickets: is not a regular file");
  }

  @Test
  void shouldRefuseANewerVersion() throws IOException {
    makeStore();
    overwrite(VERSION_AT, 2);
    refuses(Launch.on(store), "tickets: format version 2");
  }

  @Test
  void shouldRefuseAStoreThatALaterVersionSealed() throws IOException {
    makeStore();
    overwrite(NEXT_EPOCH_AT, 1);
    refuses(Launch.on(store), "tickets: sealed by a later version");
  }

  @Test
  void shouldNameTheOffsetOfADamagedHeader() throws IOException {
    makeStore();
    overwrite(VERSION_AT + 12, 7);
    refuses(Launch.on(store), "tickets: damaged at offset 0: ");
  }

  @Test
  void shouldNameTheOffsetOfADamagedMark() throws IOException {
    makeStore();
    overwrite(COMMIT_AT, 33);
    refuses(Launch.on(store), "tickets: damaged at offset 256: ");
  }

  @Test
  void shouldNameTheOffsetOfADamagedRecord() throws IOException {
    makeStore();
    overwrite(FIRST_RECORD_AT + 70, 'X');
    refuses(Launch.on(store), "tickets: damaged at offset " + FIRST_RECORD_AT + ": ");
  }

  @Test
  void shouldRefuseAStoreThatWasCutShort() throws IOException {
    makeStore();
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(FIRST_RECORD_AT + 64);
    }
    refuses(Launch.on(store), "tickets: damaged at offset ");
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(100);
    }
    refuses(Launch.on(store), "tickets: damaged at offset 100: ");
  }

  @Test
  void shouldRefuseAnotherUsersStore() throws IOException {
    Assumptions.assumeTrue(isRoot(), "only root gives files away");
    makeStore();
    Files.setAttribute(store, "unix:uid", 65_534);
    refuses(Launch.on(store), "tickets: belongs to another user");
  }

  @Test
  void shouldSayThatItHasNoPermission() throws IOException {
    makeStore();
    List<String> command = new ArrayList<>(Launch.on(store).command());
    if (isRoot()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("r--r--r--"));
      command.addAll(0, List.of("setpriv", "--reuid=65534", "--clear-groups"));
      Assumptions.assumeTrue(Files.isReadable(Path.of("/usr/bin/setpriv")), "no setpriv");
      refuses(command, "tickets");
    } else {
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("---------"));
      refuses(command, "tickets: permission denied");
    }
  }

  @Test
  void shouldSayThatTheDiskIsFull() throws IOException {
    List<String> command = new ArrayList<>(Launch.on(store).withJvm("-XX:-UsePerfData").command());
    command.addAll(0, List.of("prlimit", "--fsize=1024"));
    Files.createFile(store);
    refuses(command, "tickets: storage full");
    makeStore();
  }

  @Test
  void shouldSayThatAnotherProcessHoldsTheLock() throws IOException {
    makeStore();
    Launch launch = Launch.on(store).with("store.lock-timeout", "300ms");
    try (FileChannel channel =
            FileChannel.open(folder.resolve("tickets.lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock(0, 1, false)) {
      assertThat(lock.isValid()).isTrue();
      refuses(launch, "tickets.lock: held by another process for more than 300 ms");
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private void makeStore() {
    try (ChildServer server = ChildServer.start(Launch.on(store));
        Peer peer = server.connect("Jules")) {
      for (int i = 0; i < 5; i++) {
        assertThat(peer.status("SENDTICKET {\"title\":\"a ticket with a title\"}"))
            .startsWith("[OK]");
      }
      server.signal("TERM");
      assertThat(server.awaitExit()).isEqualTo(143);
    }
  }

  private void overwrite(long offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(store);
    bytes[(int) offset] = (byte) value;
    Files.write(store, bytes);
  }

  private void refuses(Launch launch, String reason) {
    refuses(launch.command(), reason);
  }

  private void refuses(List<String> command, String reason) {
    Map<String, String> before = contents();
    try (ChildServer server = ChildServer.begin(command)) {
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr().lines()).singleElement().asString().contains(reason);
    }
    Map<String, String> after = contents();
    assertThat(after).isEqualTo(before);
  }

  /**
   * Names and what they hold, links and pipes by name only. Not the lock file: to close it here
   * would drop the lock that a test holds.
   */
  private Map<String, String> contents() {
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
