package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.client.ScriptedServer;
import ticketd.client.screen.Texts;
import ticketd.credential.Token;
import ticketd.ticket.Identity;
import ticketd.ticket.RequestKey;
import ticketd.wire.Language;

class DeskTest {
  private static final String DONE = "{\"ok\":true,\"id\":7}";

  private static String refusal(String code) {
    return "{\"ok\":false,\"code\":\"" + code + "\",\"message\":\"m\"}";
  }

  private static Desk desk(ServerAddress address) {
    return new Desk(address, Texts.in(Language.EN), Identity.of("Jules"), line -> {});
  }

  private static Set<String> keysOf(List<String> requests) {
    Set<String> keys = new HashSet<>();
    requests.forEach(request -> keys.add(request.split(" ", 2)[0]));
    return keys;
  }

  @Test
  void shouldRepeatAChangeByTheSameKeyWhenTheConnectionBreaks() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start((n, r) -> List.of(n < 2 ? ScriptedServer.HANG_UP : DONE));
        Desk desk = desk(server.address())) {
      assertThat(desk.change("TAKE 7").json().number("id")).isEqualTo(7);

      assertThat(server.requests()).hasSize(3).allMatch(r -> r.matches("@[0-9a-f]{32} TAKE 7"));
      assertThat(keysOf(server.requests())).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unavailable", "in-doubt", "shutting-down", "too-many-connections"})
  void shouldRepeatAChangeThatMayFindAnotherAnswer(String code) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start((n, r) -> List.of(n == 0 ? refusal(code) : DONE));
        Desk desk = desk(server.address())) {
      assertThat(desk.change("TAKE 7").ok()).isTrue();

      assertThat(server.requests()).hasSize(2);
      assertThat(keysOf(server.requests())).hasSize(1);
    }
  }

  @Test
  void shouldGiveEachChangeAKeyOfItsOwn() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(DONE));
        Desk desk = desk(server.address())) {
      desk.change("TAKE 7");
      desk.change("TAKE 7");

      assertThat(keysOf(server.requests())).hasSize(2);
    }
  }

  @Test
  void shouldMakeTheKeysOfAllChangesFromTheOneChosen() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(DONE))) {
      for (int i = 0; i < 2; i++) {
        try (Desk desk =
            new Desk(
                server.address(),
                Texts.in(Language.EN),
                Identity.of("Jules"),
                new RequestKey("job-7"),
                line -> {})) {
          desk.change("CLOSE 7");
          desk.change("COMMENT 7 x");
        }
      }

      assertThat(server.requests()).hasSize(4).startsWith("@job-7 CLOSE 7");
      assertThat(server.requests().subList(2, 4)).isEqualTo(server.requests().subList(0, 2));
      assertThat(keysOf(server.requests())).hasSize(2);
    }
  }

  @Test
  void shouldKeepNoServerWaitingWhileAPersonIsAsked() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start((n, r) -> List.of(n == 0 ? refusal("idle") : DONE));
        Desk desk = desk(server.address())) {
      desk.checkKeepsSecrets();

      assertThat(desk.once("AUTH tkd_x", true).ok()).isTrue();
    }
  }

  @Test
  void shouldNotRepeatWhatIsRefused() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(refusal("conflict")));
        Desk desk = desk(server.address())) {
      assertThatThrownBy(() -> desk.change("TAKE 7"))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.CONFLICT))
          .hasMessage("conflict: m");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void shouldEndWithAnUnknownOutcomeWhenTheServerStaysAwayAfterABreak() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(ScriptedServer.HANG_UP));
        Desk desk = hastyDesk(server.address())) {
      assertThatThrownBy(() -> desk.change("TAKE 7"))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.UNREACHABLE))
          .hasMessageContaining("--key job-7");
      assertThat(server.requests()).hasSizeGreaterThan(1).allMatch("@job-7 TAKE 7"::equals);
    }
  }

  /** A desk whose pauses take no time, so that the ten seconds of a change are over at once. */
  private static Desk hastyDesk(ServerAddress address, List<String> notices, Patience patience) {
    Pace pace =
        new Pace() {
          private long nanos;

          @Override
          public long nanos() {
            return nanos;
          }

          @Override
          public void rest(Duration time) {
            nanos += time.toNanos();
          }
        };
    return new Desk(
        address,
        Texts.in(Language.EN),
        Identity.of("Jules"),
        new RequestKey("job-7"),
        notices::add,
        patience,
        pace);
  }

  /** One whose server answers a change, or ends the connection, sooner or later. */
  private static Desk hastyDesk(ServerAddress address) {
    Patience patience = new Patience(PATIENCE, PATIENCE, PATIENCE, Patience.USUAL.repeats());
    return hastyDesk(address, new ArrayList<>(), patience);
  }

  /** One whose server does not. */
  private static Desk impatientDesk(ServerAddress address) {
    Patience patience =
        new Patience(PATIENCE, PATIENCE, Duration.ofMillis(1), Patience.USUAL.repeats());
    return hastyDesk(address, new ArrayList<>(), patience);
  }

  @Test
  void shouldSayThatItWaitsAndThenThatNoAnswerCame() throws Exception {
    List<String> notices = new ArrayList<>();
    Duration second = Duration.ofSeconds(1);
    Patience patience = new Patience(Duration.ofMillis(20), second, second, second);
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of());
        Desk desk = hastyDesk(server.address(), notices, patience)) {
      assertThatThrownBy(() -> desk.read("LIST", line -> {}))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.UNREACHABLE))
          .hasMessage("no answer from the server %s within 1 s", server.address());
      assertThat(notices)
          .containsExactly(
              "no answer from the server %s for 0 s, still waiting…".formatted(server.address()));
    }
  }

  @Test
  void shouldNotSendAChangeToAServerThatIsNotAtWork() throws Exception {
    // The kernel takes the connections; nobody ever reads from them.
    try (ServerSocket stopped = new ServerSocket(0);
        Desk desk = impatientDesk(new ServerAddress("127.0.0.1", stopped.getLocalPort()))) {
      assertThatThrownBy(() -> desk.change("TAKE 7"))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.UNREACHABLE))
          .hasMessage(
              "no answer from the server 127.0.0.1:%d within 10 s; nothing was filed or changed",
              stopped.getLocalPort());
      try (Socket first = stopped.accept()) {
        assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("FORMAT json\nLANG en\nIDENT Jules\n");
      }
    }
  }

  @Test
  void shouldCallTheOutcomeOfAChangeThatWasSentUnknownWhenNoAnswerComes() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start((n, r) -> r.equals("LIST") ? List.of(DONE) : List.of());
        Desk desk = impatientDesk(server.address())) {
      // Over the connection that this makes, nothing keeps the change from being sent.
      desk.read("LIST", line -> {});
      assertThatThrownBy(() -> desk.change("TAKE 7"))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("--key job-7");
    }
  }

  /** Nobody listens any more: that is not the same as a server that was never there. */
  @Test
  void shouldCallTheOutcomeOfAChangeUnknownWhenTheServerIsGoneAfterIt() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(ScriptedServer.LEAVE));
        Desk desk = hastyDesk(server.address())) {
      assertThatThrownBy(() -> desk.change("TAKE 7"))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.UNREACHABLE))
          .hasMessageContaining("--key job-7");
      assertThat(server.requests()).containsExactly("@job-7 TAKE 7");
    }
  }

  @Test
  void shouldSayThatNothingWasDoneWhenTheServerIsGoneBeforeAChange() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                (n, r) -> List.of(r.startsWith("@") ? refusal("unavailable") : DONE));
        Desk desk = hastyDesk(server.address())) {
      desk.read("LIST", line -> {});
      server.stop();
      assertThatThrownBy(() -> desk.change("TAKE 7"))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.UNREACHABLE))
          .hasMessage(
              "the server %s cannot be reached: connection refused; nothing was filed or changed",
              server.address());
    }
  }

  @Test
  void shouldNotWaitForAServerThatWasNeverThere() throws IOException {
    ServerAddress nobody;
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of())) {
      nobody = server.address();
    }
    try (Desk desk = desk(nobody)) {
      assertThatThrownBy(() -> desk.change("TAKE 7"))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.UNREACHABLE))
          .hasMessage("the server %s cannot be reached: connection refused", nobody);
    }
  }

  @Test
  void shouldHandOnDataLinesOfARead() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start((n, r) -> List.of("{\"id\":1}", "{\"id\":2}", DONE));
        Desk desk = desk(server.address())) {
      List<String> lines = new ArrayList<>();
      desk.read("LIST", line -> lines.add(line.line()));
      desk.readAll(List.of("SHOW 1", "SHOW 2"), line -> lines.add(line.line()));

      assertThat(lines).hasSize(6).startsWith("{\"id\":1}", "{\"id\":2}");
      assertThat(server.requests()).containsExactly("LIST", "SHOW 1", "SHOW 2");
    }
  }

  /** Else the answer to what was sent with the refused greeting is taken for that to the next. */
  @Test
  void shouldBeginAgainWhereTheGreetingWasRefused() throws Exception {
    Token token = Token.mint(new SecureRandom());
    try (ScriptedServer server =
            ScriptedServer.start(
                (n, r) ->
                    r.startsWith("AUTH")
                        ? List.of(n == 0 ? refusal("auth-failed") : DONE)
                        : List.of("{\"for\":\"" + r + "\"}", DONE));
        Desk desk = desk(server.address().with(token))) {
      List<String> lines = new ArrayList<>();
      assertThatThrownBy(() -> desk.read("SHOW 2", line -> lines.add(line.line())))
          .isInstanceOf(Failure.class)
          .hasMessage("auth-failed: m");
      desk.read("SHOW 1", line -> lines.add(line.line()));

      assertThat(lines).containsExactly("{\"for\":\"SHOW 1\"}");
    }
  }

  @Test
  void shouldSayWhenARefusalComesInTextBeforeJsonWasAgreed() throws Exception {
    try (ServerSocket full = new ServerSocket(0)) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket peer = full.accept()) {
                  peer.getOutputStream()
                      .write("[ERR] not-this-protocol: no\n".getBytes(StandardCharsets.UTF_8));
                  peer.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
      try (Desk desk = desk(new ServerAddress("127.0.0.1", full.getLocalPort()))) {
        assertThatThrownBy(() -> desk.read("LIST", line -> {}))
            .isInstanceOf(Failure.class)
            .hasMessage("not-this-protocol: no");
      }
    }
  }
}
