package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody takes the store's files away under a running server. It must store nothing more where no
 * other server would look for it, say so, and go on serving what it has.
 */
class TamperingIT {
  @TempDir Path folder;
  private ChildServer server;
  private Peer peer;
  private Path store;
  private Path lock;

  @BeforeEach
  void start() {
    store = folder.resolve("tickets");
    lock = folder.resolve("tickets.lock");
    server = ChildServer.start(Launch.on(store).syncing("always"));
    peer = server.connect("Jules");
    for (int i = 0; i < 300; i++) {
      assertThat(file()).startsWith("[OK]");
    }
  }

  @AfterEach
  void stop() {
    peer.close();
    server.close();
  }

  @Test
  void shouldRefuseOnceTheStoreIsDeleted() throws IOException {
    Files.delete(store);
    shouldRefuseAndServe("tickets: was removed since the store was opened");
    assertThat(store).as("no other store is begun in its place").doesNotExist();
  }

  @Test
  void shouldRefuseOnceTheLockFileIsDeleted() throws IOException {
    Files.delete(lock);
    shouldRefuseAndServe("tickets.lock: was removed since the store was opened");
  }

  @Test
  void shouldRefuseOnceTheStoreIsReplacedByACopy() throws IOException {
    Path copy = Files.copy(store, folder.resolve("copy"));
    Files.move(copy, store, StandardCopyOption.REPLACE_EXISTING);
    byte[] replacement = Files.readAllBytes(store);
    shouldRefuseAndServe("tickets: is another file since the store was opened");
    assertThat(Files.readAllBytes(store)).as("left alone").isEqualTo(replacement);
  }

  @Test
  void shouldRefuseOnceTheLockFileIsReplaced() throws IOException {
    Files.move(Files.createFile(folder.resolve("new")), lock, StandardCopyOption.REPLACE_EXISTING);
    shouldRefuseAndServe("tickets.lock: is another file since the store was opened");
  }

  @Test
  void shouldStoreAgainOnceTheStoreIsBackInItsPlace() throws IOException {
    Path away = Files.move(store, folder.resolve("away"));
    shouldRefuseAndServe("tickets: was removed since the store was opened");
    Files.move(away, store);
    ChildServer.await("the store to be used again", () -> file().startsWith("[OK]"));
    assertThat(peer.status("LIST")).isEqualTo("[OK] 301 tickets");
    server.awaitError("changes are stored again");
  }

  @Test
  void shouldRefuseOnceTheStoreIsCutShort() throws IOException {
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(8192);
    }
    refused(8192);
  }

  @Test
  void shouldRefuseOnceTheStoreIsEmptied() throws IOException {
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    refused(0);
  }

  /** What was cut off cannot be shown any more; what is left is, and the process stays. */
  private void refused(long size) {
    assertThat(file()).startsWith("[ERR] unavailable: ");
    server.awaitError("tickets: was cut off to " + size + " bytes");
    try (Peer reader = server.connect()) {
      assertThat(reader.status("PING")).isEqualTo("[OK] PONG");
      assertThat(reader.status("LIST")).startsWith("[ERR] unavailable: ");
    }
    if (size > 0) {
      assertThat(peer.status("LIST limit:1")).isEqualTo("[OK] 1 ticket");
    }
    assertThat(server.isAlive()).isTrue();
  }

  private void shouldRefuseAndServe(String reason) {
    for (int i = 0; i < 50; i++) {
      assertThat(file()).startsWith("[ERR] unavailable: ");
      assertThat(peer.status("LIST")).isEqualTo("[OK] 300 tickets");
    }
    assertThat(peer.status("SHOW 300")).isEqualTo("[OK]");
    server.awaitError(reason);
    assertThat(server.stderr().lines()).as("said once, not each time").hasSize(1);
    assertThat(server.isAlive()).isTrue();
  }

  private String file() {
    return peer.status("SENDTICKET {\"title\":\"a ticket with a title\"}");
  }
}
