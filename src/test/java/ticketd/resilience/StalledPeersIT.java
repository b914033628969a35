package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A peer that takes nothing of what it asked for is let go of, also where it said that nothing more
 * comes and all of its answer is on its way, so that no door waits for anything.
 */
class StalledPeersIT {
  /** Up to so many replies, of which some number is just more than the kernel takes. */
  private static final int MOST_REPLIES = 60;

  private static final String LONG = "a" + "\\n".repeat(30_000) + "b";

  @TempDir Path folder;

  @Test
  void shouldLetGoOfPeersThatClosedTheirSideAndTakeNothing() {
    Launch launch =
        Launch.on(folder.resolve("tickets")).syncing("os").with("limits.stall-timeout", "2s");
    try (ChildServer server = ChildServer.start(launch);
        Peer other = server.connect("Jules")) {
      String text = "{\"title\":\"long\",\"description\":\"" + LONG + "\"}";
      assertThat(other.status("SENDTICKET " + text)).startsWith("[OK]");
      long files = server.openFiles();
      List<Peer> peers = new ArrayList<>();
      for (int replies = 1; replies <= MOST_REPLIES; replies++) {
        Peer peer = Peer.to(server.address(), 4096);
        peers.add(peer);
        for (int i = 0; i < replies; i++) {
          peer.send("SHOW 1");
        }
        peer.finish();
      }
      ChildServer.await(
          "the end of their sockets",
          () -> other.connections() == 1 && server.openFiles() <= files);
      peers.forEach(Peer::close);
    }
  }
}
