package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileAccess;
import ticketd.testing.HandTime;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;

/** A peer that lets the HTTP door wait is let go as one of lines is, not before its time. */
class HttpTimeoutsTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String POST =
      "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic QW5hOg==\r\n";

  @TempDir Path folder;
  private final HandTime time = new HandTime();
  private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
  private TestServer.Setup setup;
  private TestServer server;

  /** Asks all the time, so that it is never let go, and so that what is due has been done. */
  private LineClient other;

  @BeforeEach
  void start() {
    setup = TestServer.Setup.in(folder).speaking(Locale.ENGLISH).by(time);
    QuietLog log =
        new QuietLog() {
          @Override
          public void left(String peer, String reason) {
            reasons.merge(reason, 1, Integer::sum);
          }
        };
    server = TestServer.start(setup, log, FileAccess.system());
    other = server.connect();
    pass(Duration.ZERO);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawHttp connect() {
    return new RawHttp(server.address());
  }

  private void pass(Duration some) {
    time.pass(some);
    assertThat(other.status("PING")).isEqualTo("[OK] PONG");
  }

  /**
   * Lets time pass in small steps, in each of which the peer does something, until the server has
   * closed, no sooner than {@code limit}; the replies are what it said.
   */
  private List<Reply> isLetGo(RawHttp peer, Duration limit, Runnable something) {
    return time.passUntil(
        peer::replies,
        limit,
        some -> {
          something.run();
          pass(some);
        });
  }

  private static void doNothing() {}

  private static Runnable sending(RawHttp peer, String drop) {
    return () -> {
      try {
        peer.send(drop);
      } catch (UncheckedIOException e) {
        // Closed, which is what the test waits for.
        return;
      }
    };
  }

  private void isToldThatItIsLate(RawHttp peer, Duration limit, String drop) {
    assertThat(
            isLetGo(
                peer, limit, drop.isEmpty() ? HttpTimeoutsTest::doNothing : sending(peer, drop)))
        .singleElement()
        .satisfies(
            reply -> {
              assertThat(reply.status()).isEqualTo(408);
              assertThat(reply.headers()).containsEntry("connection", "close");
              assertThat(reply.body()).contains("\"code\":\"idle\"");
            });
    isLoggedAsIdle(peer);
  }

  /** Once it closed its side too; until then the server waits for what it may still send. */
  private void isLoggedAsIdle(RawHttp peer) {
    peer.close();
    await().until(() -> reasons.equals(Map.of("idle", 1)));
  }

  @Test
  void shouldLetGoOfAPeerWhoseFirstHeadTrickles() {
    try (RawHttp peer = connect()) {
      peer.send("GET / HTTP/1.1\r\nA: ");
      isToldThatItIsLate(peer, setup.limits().firstRequestTimeout(), "x");
    }
  }

  @Test
  void shouldLetGoOfAPeerWhoseLaterHeadTrickles() {
    try (RawHttp peer = connect()) {
      peer.send(LIVE);
      assertThat(peer.reply().status()).isEqualTo(200);
      pass(setup.limits().lineTimeout().multipliedBy(2));
      peer.send("GET / HTTP/1.1\r\nA: ");
      isToldThatItIsLate(peer, setup.limits().lineTimeout(), "x");
    }
  }

  @Test
  void shouldLetGoOfAPeerWhoseBodyTrickles() {
    try (RawHttp peer = connect()) {
      peer.send(LIVE);
      assertThat(peer.reply().status()).isEqualTo(200);
      peer.send(POST + "Content-Length: 9000\r\n\r\n");
      isToldThatItIsLate(peer, setup.limits().lineTimeout(), "x");
    }
  }

  @Test
  void shouldLetGoOfAPeerThatDoesNotSendTheBodyItWasAskedFor() {
    try (RawHttp peer = connect()) {
      peer.send(POST + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n");
      assertThat(peer.reply().status()).isEqualTo(100);
      isToldThatItIsLate(peer, setup.limits().lineTimeout(), "");
    }
    assertThat(other.status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  @Test
  void shouldCloseAQuietConnectionWithoutWords() {
    try (RawHttp peer = connect()) {
      peer.send(LIVE);
      assertThat(peer.reply().status()).isEqualTo(200);
      assertThat(isLetGo(peer, setup.limits().idleTimeout(), HttpTimeoutsTest::doNothing))
          .isEmpty();
      isLoggedAsIdle(peer);
    }
  }

  @Test
  void shouldKeepAPeerThatAsksNowAndThen() {
    try (RawHttp peer = connect()) {
      for (int i = 0; i < 10; i++) {
        peer.send(LIVE);
        assertThat(peer.reply().status()).isEqualTo(200);
        pass(setup.limits().idleTimeout().multipliedBy(9).dividedBy(10));
      }
      assertThat(peer.send(LIVE).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void shouldAnswerInLinesWhatIsLateBeforeItsFirstBytesAreKnown() {
    try (RawHttp peer = connect()) {
      peer.send("GET");
      assertThat(time.passUntil(peer::rest, setup.limits().firstRequestTimeout(), this::pass))
          .startsWith("[ERR] idle: ");
      isLoggedAsIdle(peer);
    }
  }

  @Test
  void shouldLetGoOfAPeerThatTakesNothingOfWhatIsOwed() {
    Duration stall = setup.limits().stallTimeout();
    fileMuch();
    try (RawHttp peer = new RawHttp(server.address(), 4096)) {
      peer.send(
          "GET /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n"
              .repeat(10));
      assertThat(peer.read(12)).isEqualTo("HTTP/1.1 200");
      long begun = time.nanos();
      await()
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .until(
              () -> {
                pass(stall.dividedBy(50));
                return reasons.containsKey("stalled");
              });
      assertThat(time.nanos() - begun).isGreaterThanOrEqualTo(stall.toNanos());
    }
  }

  private void fileMuch() {
    LineClient filer = server.connect("Ana");
    String text = "x".repeat(200);
    for (int i = 0; i < 100; i++) {
      filer.sendRaw(("SENDTICKET {\"title\":\"" + text + "\"}\n").repeat(100));
      for (int j = 0; j < 100; j++) {
        filer.reply();
      }
    }
    filer.finish();
  }
}
