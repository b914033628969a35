package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Mount;
import ticketd.testing.Processes;

/**
 * The storage is full: filing is refused at once, reading goes on, and filing resumes by itself.
 */
class StorageFullIT {
  private static final String TEXT = "x".repeat(4000);
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  /** Acknowledged titles, and those that were answered {@code full}. */
  private final List<String> stored = new ArrayList<>();

  private final List<String> refused = new ArrayList<>();

  @Test
  void shouldRefuseWhileAFileSystemIsFullAndResumeByItself() {
    try (Mount mount = Mount.ofBytes(folder.resolve("mount"), 2 * MIB)) {
      Launch launch = Launch.on(mount.resolve("tickets")).syncing("always");
      try (ChildServer server = ChildServer.start(launch);
          ChildServer other = ChildServer.start(launch)) {
        fillUp(server, other, () -> mount.resize(8 * MIB));
      }
      shouldHoldWhatWasAcknowledged(launch);
    }
  }

  /** A limit on the file's size: for the journal as good as a full disk, and needs no mount. */
  @Test
  void shouldRefuseWhileTheFileMayNotGrowAndResumeByItself() throws IOException {
    Launch launch = Launch.on(folder.resolve("tickets")).syncing("always");
    try (ChildServer server = ChildServer.start(launch);
        ChildServer other = ChildServer.start(launch)) {
      limit(server, String.valueOf(MIB));
      limit(other, String.valueOf(MIB));
      fillUp(
          server,
          other,
          () -> {
            limit(server, "unlimited");
            limit(other, "unlimited");
          });
    }
    shouldHoldWhatWasAcknowledged(launch);
    assertThat(Files.size(launch.store())).isGreaterThan(MIB);
  }

  private static void limit(ChildServer server, String soft) {
    Processes.run("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=" + soft + ":");
  }

  private void fillUp(ChildServer server, ChildServer other, Runnable makeRoom) {
    try (Peer filer = server.connect("Jules");
        Peer second = other.connect("Ana");
        Peer reader = server.connect()) {
      while (refused.isEmpty()) {
        file(filer);
      }
      long before = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(file(i % 2 == 0 ? filer : second)).startsWith("[ERR] full: ");
        assertThat(reader.status("LIST limit:3")).isEqualTo("[OK] 3 tickets");
      }
      double each = (System.nanoTime() - before) / 20e6;
      server.awaitError("storage full");
      assertThat(server.stderr().lines().filter(line -> line.contains("full")))
          .as("said once, not each time")
          .singleElement()
          .asString()
          .contains("tickets: storage full at offset");
      makeRoom.run();
      long room = System.nanoTime();
      ChildServer.await("room to be used", () -> file(filer).startsWith("[OK]"));
      double resumed = (System.nanoTime() - room) / 1e6;
      assertThat(file(second)).startsWith("[OK]");
      System.out.printf(
          "StorageFullIT: a refusal and a read took %.1f ms, filing resumed after %.1f ms%n",
          each, resumed);
    }
  }

  private String file(Peer peer) {
    String title = "ticket " + (stored.size() + refused.size());
    String status =
        peer.status(
            "@k"
                + title.substring(7)
                + " SENDTICKET {\"title\":\""
                + title
                + "\",\"description\":\""
                + TEXT
                + "\"}");
    (status.startsWith("[OK]") ? stored : refused).add(title);
    return status;
  }

  private void shouldHoldWhatWasAcknowledged(Launch launch) {
    try (ChildServer server = ChildServer.start(launch);
        Peer peer = server.connect("Jules")) {
      peer.json("FORMAT json");
      List<String> titles =
          EventLog.until(peer, EventLog.fileLast(peer)).events().stream()
              .map(EventLog.Event::mark)
              .toList();
      stored.add(Ledger.END_MARK);
      assertThat(titles).containsExactlyElementsOf(stored);
    }
  }
}
