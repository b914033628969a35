package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import ticketd.client.ScriptedServer;

class ServerTest {
  @Test
  void shouldRememberThatSomebodyAnsweredOnce() throws Exception {
    try (ScriptedServer scripted = ScriptedServer.start((n, r) -> List.of())) {
      Server server = new Server(scripted.address());
      assertThat(server.wasReached()).isFalse();
      try (Connection reached = server.connect()) {
        assertThat(reached).isNotNull();
      }
      assertThat(server.wasReached()).isTrue();

      scripted.stop();
      assertThatThrownBy(server::connect).isInstanceOf(UnreachableException.class);
      assertThat(server.wasReached()).isTrue();
    }
  }

  @Test
  void shouldNotHaveBeenReachedWhereNobodyAnswers() throws Exception {
    ScriptedServer scripted = ScriptedServer.start((n, r) -> List.of());
    scripted.stop();
    Server server = new Server(scripted.address());
    assertThatThrownBy(server::connect).isInstanceOf(UnreachableException.class);
    assertThat(server.wasReached()).isFalse();
  }

  @Test
  void shouldTellALossAndItsEndOnce() throws Exception {
    try (ScriptedServer scripted = ScriptedServer.start((n, r) -> List.of())) {
      Server server = new Server(scripted.address());
      assertThat(server.noteBack()).isFalse();
      assertThat(server.noteGone()).isTrue();
      assertThat(server.noteGone()).isFalse();
      assertThat(server.isLost()).isTrue();
      assertThat(server.noteBack()).isTrue();
      assertThat(server.noteBack()).isFalse();
      assertThat(server.isLost()).isFalse();
    }
  }
}
