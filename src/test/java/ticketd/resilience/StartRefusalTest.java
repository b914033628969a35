package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.server.StartException;
import ticketd.server.TicketServer;
import ticketd.testing.Processes;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;

/**
 * What must not be taken for a store is refused at start: the reason names the file and, where
 * bytes are wrong, the offset; everything is left as it was. {@link StartRefusalIT} has it as a
 * process.
 */
class StartRefusalTest {
  @TempDir Path folder;
  private Path store;

  @BeforeEach
  void nameTheStore() {
    store = folder.resolve("tickets");
  }

  @Test
  void shouldLeaveNothingRunning() throws IOException {
    Files.writeString(store, "somebody's file");
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    refuses("tickets: not a ticket store");
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread))
                    .noneMatch(thread -> thread.getName().startsWith("ticketd-")));
  }

  @Test
  void shouldNotFollowALink() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "somebody's file");
    Files.createSymbolicLink(store, target);
    refuses("tickets: is a symbolic link");
    Files.delete(target);
    refuses("tickets: is a symbolic link");
  }

  @Test
  void shouldNotFollowALinkInPlaceOfTheLockFile() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "somebody's file");
    Files.createSymbolicLink(folder.resolve("tickets.lock"), target);
    refuses("tickets.lock: is a symbolic link");
  }

  @Test
  void shouldNotOpenAPipe() {
    Processes.run("mkfifo", store.toString());
    refuses("tickets: is not a regular file");
  }

  @Test
  void shouldRefuseANewerVersion() throws IOException {
    Tampered.make(folder);
    Tampered.overwrite(store, Tampered.VERSION_AT, 3);
    refuses("tickets: format version 3");
  }

  @Test
  void shouldRefuseAStoreThatALaterVersionSealed() throws IOException {
    Tampered.make(folder);
    Tampered.overwrite(store, Tampered.NEXT_EPOCH_AT, 1);
    refuses("tickets: sealed by a later version");
  }

  @Test
  void shouldNameTheOffsetOfADamagedHeader() throws IOException {
    Tampered.make(folder);
    Tampered.overwrite(store, Tampered.VERSION_AT + 8, 7);
    refuses("tickets: damaged at offset 0: ");
  }

  @Test
  void shouldNameTheOffsetOfADamagedMark() throws IOException {
    Tampered.make(folder);
    Tampered.overwrite(store, Tampered.COMMIT_AT, 33);
    refuses("tickets: damaged at offset 256: ");
  }

  @Test
  void shouldRefuseAStoreThatWasCutShort() throws IOException {
    Tampered.make(folder);
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(Tampered.FIRST_RECORD_AT + 64);
    }
    refuses("tickets: damaged at offset ");
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(100);
    }
    refuses("tickets: damaged at offset 100: ");
  }

  @Test
  void shouldRefuseAnotherUsersStore() throws IOException {
    Assumptions.assumeTrue(isRoot(), "only root gives files away");
    Tampered.make(folder);
    Files.setAttribute(store, "unix:uid", 65_534);
    refuses("tickets: belongs to another user");
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private void refuses(String reason) {
    Map<String, String> before = Tampered.contents(folder);
    assertThatThrownBy(
            () -> TicketServer.start(TestServer.Setup.in(folder).settings(), new QuietLog()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(reason);
    assertThat(Tampered.contents(folder)).isEqualTo(before);
  }
}
