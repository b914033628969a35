package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must not be taken for a store, or cannot be used, is refused at start: one line that names
 * the file and, where bytes are wrong, the offset; status 1; everything left as it was. {@link
 * StartRefusalTest} has all there is to refuse.
 */
class StartRefusalIT {
  @TempDir Path folder;
  private Path store;

  @BeforeEach
  void nameTheStore() {
    store = folder.resolve("tickets");
  }

  @Test
  void shouldNameTheOffsetOfADamagedRecord() throws IOException {
    Tampered.make(folder);
    Tampered.overwrite(store, Tampered.FIRST_RECORD_AT + 70, 'X');
    refuses(
        Launch.on(store).command(),
        "tickets: damaged at offset " + Tampered.FIRST_RECORD_AT + ": ");
  }

  @Test
  void shouldSayThatItHasNoPermission() throws IOException {
    Tampered.make(folder);
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
    Files.createFile(
        store, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    refuses(command, "tickets: storage full");
    Tampered.make(folder);
  }

  @Test
  void shouldSayThatAnotherProcessHoldsTheLock() throws IOException {
    Tampered.make(folder);
    Launch launch = Launch.on(store).with("store.lock-timeout", "300ms");
    try (FileChannel channel =
            FileChannel.open(folder.resolve("tickets.lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock(0, 1, false)) {
      assertThat(lock.isValid()).isTrue();
      refuses(launch.command(), "tickets.lock: held by another process for more than 300 ms");
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private void refuses(List<String> command, String reason) {
    Map<String, String> before = Tampered.contents(folder);
    try (ChildServer server = ChildServer.begin(command)) {
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr().lines()).singleElement().asString().contains(reason);
    }
    assertThat(Tampered.contents(folder)).isEqualTo(before);
  }
}
