package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.ClosedDesk;
import ticketd.testing.HandTime;
import ticketd.testing.TestServer;

/** What those can do to a desk with accounts who have none, over sockets and in time. */
class BeforeAuthTest {
  private static final int STRANGERS = 256;
  private static final String ELSEWHERE = "127.0.0.2";
  private static final String FAILED = "[ERR] auth-failed: ";

  @TempDir Path folder;
  private final HandTime time = new HandTime();
  private ClosedDesk desk;
  private TestServer server;

  /** In plain whatever the tests go over: a tunnel has an address of its own. */
  private InetSocketAddress address;

  /** Somebody who signed in long ago. */
  private Peer ana;

  @BeforeEach
  void start() {
    desk = ClosedDesk.in(folder);
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH).by(time));
    address = server.server().address();
    ana = Peer.to(address);
    assertThat(ana.status("AUTH " + desk.token("Ana"))).isEqualTo("[OK] Hello Ana (agent)");
  }

  @AfterEach
  void stop() {
    ana.close();
    server.close();
  }

  private void pass(Duration some) {
    time.pass(some);
    assertThat(ana.status("PING")).isEqualTo("[OK] PONG");
  }

  /** Somebody from there of whom the server knows nothing yet but the connection. */
  private Peer stranger(String source) {
    Peer stranger = Peer.from(source, address);
    assertThat(stranger.status("PING")).isEqualTo("[OK] PONG");
    return stranger;
  }

  @Test
  void shouldLetTheOldestOfTheSourceWithMostGiveWay() {
    List<Peer> flood = new ArrayList<>();
    try (Peer victim = stranger(ELSEWHERE)) {
      for (int i = 1; i < STRANGERS; i++) {
        flood.add(stranger("127.0.0.1"));
      }
      assertThat(flood.get(0).status("PING")).isEqualTo("[OK] PONG");
      flood.add(stranger("127.0.0.1"));
      assertThat(flood.get(0).rest())
          .singleElement()
          .asString()
          .startsWith("[ERR] too-many-connections: ");
      assertThat(flood.get(1).status("PING")).isEqualTo("[OK] PONG");
      assertThat(victim.status("AUTH " + desk.token("Jules"))).startsWith("[OK] Hello Jules");
      // There is room for one more, since one is no stranger now.
      flood.add(stranger("127.0.0.1"));
      assertThat(flood.get(1).status("PING")).isEqualTo("[OK] PONG");
      assertThat(victim.status("PING")).isEqualTo("[OK] PONG");
      assertThat(ana.status("PING")).isEqualTo("[OK] PONG");
    } finally {
      flood.forEach(Peer::close);
    }
  }

  @Test
  void shouldCloseAfterHalfAMinuteWhoeverHasNotSignedInByThen() {
    try (Peer silent = stranger("127.0.0.1");
        Peer known = stranger("127.0.0.1")) {
      assertThat(known.status("AUTH " + desk.token("Rita"))).startsWith("[OK] ");
      List<String> rest = time.passUntil(silent::rest, Duration.ofSeconds(30), this::pass);
      assertThat(rest).singleElement().asString().startsWith("[ERR] idle: ");
      assertThat(known.status("PING")).isEqualTo("[OK] PONG");
    }
  }

  @Test
  void shouldNotPutThatOffForWhoeverAsksForMoreMeanwhile() {
    try (Peer busy = stranger("127.0.0.1")) {
      time.passUntil(
          busy::rest,
          Duration.ofSeconds(30),
          step -> {
            sendUnlessLost(busy, "PING");
            pass(step);
          });
    }
  }

  private static void sendUnlessLost(Peer peer, String line) {
    try {
      peer.send(line);
    } catch (UncheckedIOException e) {
      // It was closed meanwhile, as it must be some time.
    }
  }

  private static String signIn(String name, String password) {
    return "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
  }

  private static final String GUESS = "AUTH " + signIn("Jules", "guessed, and wrong");
  private static final String RIGHT = "AUTH " + signIn("Jules", ClosedDesk.PASSWORD);

  /** Three wrong passwords from there, which close a connection. */
  private void failThreeTimes(String source) {
    try (Peer guesser = stranger(source)) {
      guesser.send(GUESS, "AUTH " + signIn("Nobody", "x"), "AUTH", "Ana", "no password of hers");
      List<String> refused =
          guesser.rest().stream().filter(line -> line.startsWith("[ERR] ")).toList();
      assertThat(refused)
          .hasSize(3)
          .allMatch(refused.get(0)::equals)
          .first()
          .asString()
          .startsWith(FAILED);
    }
  }

  @Test
  void shouldListenToNoPasswordFromWhereTooManyWereWrongAndToAllFromElsewhere() throws Exception {
    failThreeTimes("127.0.0.1");
    try (Peer again = stranger("127.0.0.1");
        Peer victim = stranger(ELSEWHERE)) {
      String refused = again.status(RIGHT);
      assertThat(refused).startsWith(FAILED).contains("in 1 s");
      assertThat(again.status("AUTH " + signIn("Nobody", "x")))
          .as("whatever the name")
          .isEqualTo(refused);
      assertThat(again.status("AUTH " + desk.token("Jules")))
          .as("tokens never are")
          .startsWith("[OK] ");
      assertThat(victim.status(RIGHT)).isEqualTo("[OK] Hello Jules (admin)");
      HttpResponse<String> overHttp = overHttp(signIn("Jules", ClosedDesk.PASSWORD));
      assertThat(overHttp.statusCode()).isEqualTo(401);
      assertThat(overHttp.body()).contains("\"auth-failed\"", "in 1 s");
      assertThat(overHttp("{\"token\":\"" + desk.token("Jules") + "\"}").statusCode())
          .isEqualTo(204);
    }
    // Those that were refused unhashed added nothing.
    pass(Duration.ofSeconds(1));
    try (Peer again = stranger("127.0.0.1")) {
      assertThat(again.status(RIGHT)).isEqualTo("[OK] Hello Jules (admin)");
      assertThat(again.status(GUESS)).startsWith(FAILED).doesNotContain(" s");
      assertThat(again.status(RIGHT)).as("a success takes nothing off").contains("in 5 s");
    }
    pass(Duration.ofSeconds(19));
    failThreeTimes("127.0.0.1");
  }

  private HttpResponse<String> overHttp(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + address.getPort() + "/api/v1/session"))
            .header("Accept-Language", "en")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldCountAWrongOldPasswordToo() {
    try (Peer jules = stranger("127.0.0.1")) {
      assertThat(jules.status("AUTH " + desk.token("Jules"))).startsWith("[OK] ");
      for (int i = 0; i < 2; i++) {
        jules.send("PASSWD", "no such password", "another horse battery");
        assertThat(jules.reply()).last().asString().startsWith(FAILED);
      }
    }
    try (Peer guesser = stranger("127.0.0.1")) {
      assertThat(guesser.status(GUESS)).startsWith(FAILED).doesNotContain(" s");
      assertThat(guesser.status(RIGHT)).contains("in 1 s");
    }
  }
}
