package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.TwoServers;

/** Two servers of one store: a stream of events at one ends where its right ends at the other. */
class EventRevocationTest {
  @TempDir Path folder;
  private TwoServers servers;
  private ClosedDesk desk;
  private TestServer other;
  private LineClient jules;

  @BeforeEach
  void start() {
    servers = TwoServers.in(folder);
    desk = servers.desk();
    other = servers.other();
    jules = desk.connect(servers.one(), "Jules");
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  private EventPeer stream(String name) {
    EventPeer stream =
        EventPeer.open(other.address(), "", "Authorization: Bearer " + desk.token(name));
    assertThat(stream.block().event()).contains("hello");
    return stream;
  }

  @Test
  void shouldEndAtThatPlaceOfTheLogAndNoOtherWithIt() {
    try (EventPeer ana = stream("Ana");
        EventPeer admin = stream("Jules")) {
      jules.send(
          "SENDTICKET {\"title\":\"last\"}",
          "USER ROLE Ana requester",
          "SENDTICKET {\"title\":\"behind\"}");
      for (int i = 0; i < 3; i++) {
        assertThat(jules.reply()).last().asString().startsWith("[OK]");
      }
      List<String> shown = new ArrayList<>();
      Optional<EventPeer.Block> block = ana.next();
      while (block.isPresent()) {
        shown.add(block.get().event().orElseGet(block.get().fields()::toString));
        block = ana.next();
      }
      assertThat(shown).last().isEqualTo("revoked");
      assertThat(shown).noneMatch(it -> it.contains("behind"));
      assertThat(admin.change().fields().toString()).contains("last");
      assertThat(admin.change().fields().toString()).contains("behind");
    }
  }

  @Test
  void shouldEndOneThatIsQuiet() {
    try (EventPeer ana = stream("Ana")) {
      assertThat(jules.status("USER DISABLE Ana")).startsWith("[OK]");
      assertThat(ana.block().event()).contains("revoked");
      assertThat(ana.next()).isEmpty();
    }
  }
}
