package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ticketd.client.ScriptedServer;
import ticketd.client.screen.Texts;
import ticketd.protocol.Json;
import ticketd.wire.Language;

class WatchTest {
  private static final String STARTED = "{\"ok\":true,\"generation\":9,\"seq\":4}";

  private static String event(long seq) {
    return "{\"event\":\"filed\",\"seq\":" + seq + ",\"id\":1}";
  }

  /** Notes what comes, and has enough after a number of events. */
  private static final class Notes implements Watch.Listener {
    private final List<String> notes = new ArrayList<>();
    private int wanted;

    Notes(int wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean onEvent(String line, Json event) {
      notes.add("event " + event.number("seq"));
      return --wanted > 0;
    }

    @Override
    public boolean onProbe(String line, Json data) {
      notes.add("probe " + data.text("status"));
      return !data.text("status").equals("closed");
    }

    @Override
    public void onQuiet() {}

    @Override
    public void onLost(String message) {
      notes.add(message);
    }

    @Override
    public void onBack() {
      notes.add("back");
    }
  }

  private static boolean watch(
      ScriptedServer server, String since, Optional<String> probe, Instant deadline, Notes notes)
      throws Exception {
    Watch.Subject subject = new Watch.Subject(Optional.empty(), "tag:a", since, probe, deadline);
    return new Watch(server.address(), Texts.in(Language.EN), subject, notes).run();
  }

  @Test
  void shouldGoOnBehindTheLastChangeSeenWhenTheConnectionBreaks() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            (n, r) ->
                switch (n) {
                  case 0 -> List.of(STARTED, event(5), event(7), ScriptedServer.HANG_UP);
                  case 1 -> List.of(ScriptedServer.HANG_UP);
                  default -> List.of(STARTED, event(8));
                })) {
      Notes notes = new Notes(3);

      assertThat(watch(server, "", Optional.empty(), Instant.MAX, notes)).isTrue();

      assertThat(notes.notes)
          .containsExactly(
              "event 5", "event 7", "connection lost, trying again…", "back", "event 8");
      assertThat(server.requests())
          .containsExactly("WATCH tag:a", "WATCH since:9/7 tag:a", "WATCH since:9/7 tag:a");
    }
  }

  @Test
  void shouldGoOnWhereItBeganWhenNothingWasSeenYet() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            (n, r) ->
                n == 0 ? List.of(STARTED, ScriptedServer.HANG_UP) : List.of(STARTED, event(3)))) {
      Notes notes = new Notes(1);

      watch(server, "2", Optional.empty(), Instant.MAX, notes);

      assertThat(server.requests()).containsExactly("WATCH since:2 tag:a", "WATCH since:9/2 tag:a");
    }
  }

  @Test
  void shouldProbeOnceTheWatchIsOn() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            (n, r) ->
                r.startsWith("WATCH")
                    ? List.of(STARTED)
                    : List.of("{\"id\":1,\"status\":\"closed\"}", "{\"ok\":true}"))) {
      Notes notes = new Notes(1);

      assertThat(watch(server, "", Optional.of("SHOW 1"), Instant.MAX, notes)).isTrue();

      assertThat(notes.notes).containsExactly("probe closed");
      assertThat(server.requests()).containsExactly("WATCH tag:a", "SHOW 1");
    }
  }

  @Test
  void shouldProbeOnceAlsoWhereTheDeadlineHasPassed() throws Exception {
    for (String status : List.of("closed", "open")) {
      try (ScriptedServer server =
          ScriptedServer.start(
              (n, r) ->
                  r.startsWith("WATCH")
                      ? List.of(STARTED)
                      : List.of("{\"id\":1,\"status\":\"" + status + "\"}", "{\"ok\":true}"))) {
        Notes notes = new Notes(1);

        assertThat(watch(server, "", Optional.of("SHOW 1"), Instant.now(), notes))
            .isEqualTo(status.equals("closed"));

        assertThat(notes.notes).containsExactly("probe " + status);
      }
    }
  }

  @Test
  void shouldEndAtTheDeadline() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(STARTED))) {
      boolean ended =
          watch(server, "", Optional.empty(), Instant.now().plusMillis(50), new Notes(1));

      assertThat(ended).isFalse();
    }
  }

  @Test
  void shouldEndAtTheDeadlineOfAServerThatIsNotAtWorkAndCallItSilent() throws Exception {
    // The kernel takes the connections; nobody ever reads from them.
    try (ServerSocket stopped = new ServerSocket(0)) {
      ServerAddress address = new ServerAddress("127.0.0.1", stopped.getLocalPort());
      Instant deadline = Instant.now().plusMillis(50);
      Watch.Subject subject =
          new Watch.Subject(Optional.empty(), "", "", Optional.empty(), deadline);
      Notes notes = new Notes(1);

      assertThat(new Watch(address, Texts.in(Language.EN), subject, notes).run()).isFalse();

      assertThat(notes.notes).containsExactly("no answer from the server, trying again…");
    }
  }

  @Test
  void shouldEndWhenTheWatchIsRefused() throws Exception {
    String gone = "{\"ok\":false,\"code\":\"gone\",\"message\":\"m\"}";
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(gone))) {
      assertThatThrownBy(() -> watch(server, "8/9", Optional.empty(), Instant.MAX, new Notes(1)))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.FAILED));
    }
  }
}
