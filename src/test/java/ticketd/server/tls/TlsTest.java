package ticketd.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import ticketd.testing.Authority;
import ticketd.testing.HandTime;
import ticketd.testing.Hosts;
import ticketd.testing.LineClient;
import ticketd.testing.Seed;
import ticketd.testing.TestServer;
import ticketd.testing.TlsPeer;
import ticketd.testing.TlsTunnel;
import ticketd.testing.Waiting;
import ticketd.tls.Credentials;

/** What the protocol promises in plain holds over TLS, on the same port. */
class TlsTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final Authority AUTHORITY = Authority.create("ours");
  private static final Credentials PAIR = AUTHORITY.issue("localhost", "127.0.0.1");
  private static final SSLContext CLIENT = TlsTunnel.trusting(AUTHORITY.certificate());

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(setup());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestServer.Setup setup() {
    return TestServer.Setup.in(folder).speaking(Locale.ENGLISH).over(files(PAIR));
  }

  private TlsFiles files(Credentials pair) {
    return new TlsFiles(
        Authority.writeChain(pair, folder.resolve("chain.pem")),
        Authority.writeKey(pair, folder.resolve("key.pem")),
        Optional.empty());
  }

  private TlsPeer connect(String... protocols) {
    return TlsPeer.connect(CLIENT, server.address(), protocols);
  }

  private void startWith(TestServer.Setup other) {
    server.close();
    server = TestServer.start(other);
  }

  private void awaitNoConnections() {
    LineClient other = server.connect();
    await().until(() -> other.ask("STATS").contains(" connections: 1"));
  }

  @Test
  void shouldServeLinesHttpAndPlainTextOnOnePort() throws SSLException {
    try (TlsPeer lines = connect().handshake();
        TlsPeer http = connect().handshake()) {
      assertThat(lines.send("IDENT Ana\nSENDTICKET {\"title\":\"a\"}\n").line())
          .isEqualTo("[OK] Hello Ana");
      assertThat(lines.line()).isEqualTo("[OK] Ticket added (#1)");
      assertThat(http.send(LIVE).line()).isEqualTo("HTTP/1.1 200 OK\r");
      assertThat(server.connect().status("LIST")).isEqualTo("[OK] 1 ticket");
    }
  }

  @Test
  void shouldAnswerWhatItOwesWhenThePeerSaysThatNothingComesAnyMore() throws SSLException {
    fileTickets(2_000);
    try (TlsPeer peer = connect().handshake()) {
      peer.send("PING\nLIST\nLIST\nLIST\nPING").closeNotify();
      List<String> lines = peer.rest().lines().toList();
      assertThat(lines)
          .hasSize(1 + 3 * 2_001)
          .startsWith("[OK] PONG")
          .endsWith("[OK] 2000 tickets");
    }
  }

  private void fileTickets(int count) {
    try (LineClient filer = server.connect("Ana")) {
      String[] requests =
          Collections.nCopies(count, "SENDTICKET {\"title\":\"" + "x".repeat(200) + "\"}")
              .toArray(String[]::new);
      filer.send(requests);
      for (int i = 0; i < count; i++) {
        filer.reply();
      }
    }
  }

  /** Whoever cuts a connection cuts off what he might have left out: whole requests at its end. */
  @Test
  void shouldAnswerWhatCameWholeBeforeAnEndWithoutCloseNotify() throws SSLException {
    try (TlsPeer peer = connect().handshake()) {
      peer.send("IDENT Ana\nSENDTICKET {\"title\":\"a\"}\nSENDTICKET {\"title\":\"b\"}").fin();
      assertThat(peer.rest()).isEqualTo("[OK] Hello Ana\n[OK] Ticket added (#1)\n");
    }
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 1 ticket");
  }

  @Test
  void shouldCloseBehindQuit() throws SSLException {
    try (TlsPeer peer = connect().handshake()) {
      peer.send("PING\nQUIT\nPING\n");
      assertThat(peer.rest()).isEqualTo("[OK] PONG\n[OK] Bye...\n");
    }
  }

  @Test
  void shouldDrainWithoutCuttingAReplyShort() throws SSLException {
    fileTickets(2_000);
    CompletionStage<Void> stopped;
    try (TlsPeer busy = connect().handshake();
        TlsPeer idle = connect().handshake();
        TlsPeer waiting = connect()) {
      waiting.sendBytes(waiting.hello());
      idle.send("PING\n").line();
      busy.send("LIST\n".repeat(20)).line();
      stopped = server.server().stop(Duration.ofSeconds(30));
      List<String> rest = busy.rest().lines().toList();
      assertThat(rest.get(rest.size() - 1)).startsWith("[ERR] shutting-down: ");
      assertThat(rest.get(rest.size() - 2)).isEqualTo("[OK] 2000 tickets");
      assertThat(idle.rest()).startsWith("[ERR] shutting-down: ");
    }
    // Until they have closed theirs, too, the server waits for what they may still send.
    stopped.toCompletableFuture().join();
  }

  @Test
  void shouldEndAHandshakeThatNeverDoes() throws SSLException {
    HandTime time = new HandTime();
    startWith(setup().by(time));
    try (TlsPeer mute = connect();
        TlsPeer half = connect()) {
      byte[] hello = half.hello();
      half.sendBytes(Arrays.copyOf(hello, hello.length / 2));
      mute.sendBytes(new byte[] {0x16});
      LineClient other = server.connect();
      await().until(() -> other.ask("STATS").contains(" connections: 3"));
      byte[] toMute =
          time.passUntil(
              mute::bytesToTheEnd, Duration.ofSeconds(29), step -> pass(time, other, step));
      // Records of alerts alone: nothing in plain that could be taken for a reply.
      assertThat(toMute[0]).isEqualTo((byte) 0x15);
      assertThat(half.bytesToTheEnd()[0]).isEqualTo((byte) 0x15);
    }
  }

  private static void pass(HandTime time, LineClient other, Duration step) {
    time.pass(step);
    assertThat(other.status("PING")).isEqualTo("[OK] PONG");
  }

  @Test
  void shouldCloseAnIdlePeerWithItsReason() throws SSLException {
    HandTime time = new HandTime();
    startWith(setup().by(time));
    LineClient other = server.connect();
    try (TlsPeer peer = connect().handshake()) {
      peer.send("PING\n").line();
      String rest =
          time.passUntil(
              () -> restOf(peer), Duration.ofMinutes(9), step -> pass(time, other, step));
      assertThat(rest).startsWith("[ERR] idle: ");
    }
  }

  private static String restOf(TlsPeer peer) {
    try {
      return peer.rest();
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldCutAPeerThatTakesNothing() throws SSLException {
    HandTime time = new HandTime();
    startWith(setup().by(time));
    fileTickets(2_000);
    LineClient other = server.connect();
    try (TlsPeer peer = connect().handshake()) {
      peer.send("LIST\n".repeat(100));
      await().until(() -> other.ask("STATS").contains(" connections: 2"));
      await()
          .until(
              () -> {
                pass(time, other, Duration.ofSeconds(10));
                return other.ask("STATS").contains(" connections: 1");
              });
    }
  }

  @Test
  void shouldTellAPeerOfAnOlderVersionWhy() {
    try (TlsPeer old = TlsPeer.connect(CLIENT, "TLSv1.2", server.address())) {
      assertThatThrownBy(old::handshake).hasMessageContaining("protocol_version");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0000\u0005hello",
        "\u0016\u0003\u0001\u00ff\u00ffx",
        "\u0016\u0003\u0003\u0000\u0000",
        "\u0016PING\n"
      })
  void shouldAnswerGarbageWithAnAlert(String garbage) {
    try (TlsPeer peer = connect()) {
      peer.sendBytes(garbage.getBytes(StandardCharsets.ISO_8859_1)).fin();
      byte[] answer = peer.bytesToTheEnd();
      if (answer.length > 0) {
        assertThat(answer[0]).isEqualTo((byte) 0x15);
      }
    }
    awaitNoConnections();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A forged record, one that is too long, a second hello, plain text.
        "\u0017\u0003\u0003\u0000 forged forged forged forged forge",
        "\u0017\u0003\u0003\u00ff\u00ff",
        "\u0016\u0003\u0001\u0000\u0005hello",
        "PING\n"
      })
  void shouldEndWithAnAlertWhatIsNoRecordOfThisConnection(String garbage) throws SSLException {
    try (TlsPeer peer = connect().handshake()) {
      peer.send("PING\n").line();
      peer.sendBytes(garbage.getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(peer::rest).hasMessageContaining("Received fatal alert");
    }
    awaitNoConnections();
  }

  @Test
  void shouldServeHttpAloneToWhoeverAsksForIt() throws SSLException {
    try (TlsPeer http = connect("h2", "http/1.1").handshake();
        TlsPeer lines = connect("http/1.1").handshake();
        TlsPeer h2 = connect("h2")) {
      assertThat(http.send(LIVE).line()).isEqualTo("HTTP/1.1 200 OK\r");
      assertThat(lines.send("PING\r\n\r\n").line()).isEqualTo("HTTP/1.1 400 Bad Request\r");
      assertThatThrownBy(h2::handshake).hasMessageContaining("no_application_protocol");
    }
  }

  @Test
  void shouldOutliveAPeerThatVanishes() throws SSLException {
    fileTickets(2_000);
    for (int i = 0; i < 20; i++) {
      try (TlsPeer peer = connect()) {
        if (i % 2 == 0) {
          peer.handshake().send("LIST\n".repeat(20));
        } else {
          peer.sendBytes(peer.hello());
        }
      }
    }
    awaitNoConnections();
  }

  @Test
  void shouldOutliveWhateverIsSent() throws SSLException {
    Random random = Seed.random();
    for (int i = 0; i < 200; i++) {
      try (TlsPeer peer = connect()) {
        byte[] bytes;
        if (random.nextBoolean()) {
          bytes = peer.hello();
          for (int change = 0; change <= random.nextInt(4); change++) {
            bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
          }
        } else {
          peer.handshake().send("PING\n").line();
          bytes = new byte[1 + random.nextInt(300)];
          random.nextBytes(bytes);
        }
        peer.sendBytes(bytes).fin().bytesToTheEnd();
      }
    }
    awaitNoConnections();
    assertThat(server.connect().status("PING")).isEqualTo("[OK] PONG");
  }

  @Test
  void shouldTakeWhatIsLargeInManyRecordsAndPieces() throws SSLException {
    try (TlsPeer peer = connect().handshake()) {
      String text = "é".repeat(16_000);
      List<String> expected = new ArrayList<>(List.of("[OK] Hello Ana"));
      StringBuilder requests = new StringBuilder("IDENT Ana\n");
      for (int i = 1; i <= 50; i++) {
        requests.append("SENDTICKET {\"title\":\"a\",\"description\":\"" + text + "\"}\n");
        expected.add("[OK] Ticket added (#" + i + ")");
      }
      peer.send(requests.toString()).closeNotify();
      assertThat(peer.rest().lines()).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void shouldServeInPlainThisHostAlone() throws IOException {
    InetAddress elsewhere = Hosts.otherThanLoopback();
    startWith(setup().atEveryAddress());
    InetSocketAddress address = new InetSocketAddress(elsewhere, server.port());
    try (TlsPeer encrypted = TlsPeer.connect(CLIENT, address).handshake()) {
      assertThat(encrypted.send("PING\n").line()).isEqualTo("[OK] PONG");
    }
    assertThat(Hosts.told(address, "PING\nIDENT Ana\nSENDTICKET {\"title\":\"a\"}\n"))
        .matches("\\[ERR] tls-required: [^\n]*\n");
    assertThat(Hosts.told(address, LIVE))
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .contains("Connection: close\r\n", "\"code\":\"tls-required\"");
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  @Test
  void shouldLetNobodyInWithoutACertificateOfTheWall() throws Exception {
    Authority wall = Authority.create("wall");
    TlsFiles files = files(PAIR);
    startWith(
        setup()
            .over(
                new TlsFiles(
                    files.certificate(),
                    files.key(),
                    Optional.of(wall.writeCertificate(folder.resolve("wall.pem"))))));
    for (SSLContext stranger : List.of(CLIENT, client(Authority.create("other").issue("ana")))) {
      try (TlsPeer peer = TlsPeer.connect(stranger, server.address())) {
        // The handshake is over for a client before the server has looked at its certificate.
        assertThatThrownBy(() -> peer.handshake().send("PING\n").rest())
            .hasMessageContaining("certificate");
      }
    }
    try (TlsPeer peer = TlsPeer.connect(client(wall.issue("ana")), server.address())) {
      assertThat(peer.handshake().send("PING\n").line()).isEqualTo("[OK] PONG");
    }
  }

  private static SSLContext client(Credentials own) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(own.keyManagers(), Credentials.trusting(List.of(AUTHORITY.certificate())), null);
    return context;
  }

  /** What is logged of certificates while it is open. */
  private static final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Renewal.class);

    Warnings() {
      start();
      logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
      texts.add(event.getFormattedMessage());
    }

    @Override
    public void close() {
      logger.detachAppender(this);
    }
  }

  @Test
  void shouldServeARenewedCertificateThatFitsWithoutTouchingConnections() throws Exception {
    HandTime time = new HandTime();
    startWith(setup().by(time));
    // In steps so small that, however long the machine takes, no connection is idle for too long.
    Authority other = Authority.create("renewed");
    SSLContext renewed = TlsTunnel.trusting(other.certificate());
    Credentials pair = other.issue("localhost");
    try (Warnings warnings = new Warnings();
        TlsPeer before = connect().handshake()) {
      // The key that was there does not fit: nothing is served by it, and what was is served on.
      Path chain = Authority.writeChain(pair, folder.resolve("chain.pem"));
      awaitRefused(time, warnings, "key.pem does not fit");
      // Its beginning is written.
      String pem = Files.readString(chain);
      Files.writeString(chain, pem.substring(0, pem.indexOf("-----END")));
      awaitRefused(time, warnings, "holds no certificate");
      assertThat(isServedTo(renewed)).isFalse();
      assertThat(isServedTo(CLIENT)).isTrue();
      files(pair);
      await()
          .until(
              () -> {
                time.pass(Duration.ofMillis(200));
                return isServedTo(renewed);
              });
      assertThat(before.send("PING\n").line()).isEqualTo("[OK] PONG");
    }
  }

  @Test
  void shouldGoByTheAuthoritiesOfTheWallAsTheyAreNow() throws Exception {
    HandTime time = new HandTime();
    Authority once = Authority.create("once");
    Authority now = Authority.create("now");
    Path wall = once.writeCertificate(folder.resolve("wall.pem"));
    TlsFiles files = files(PAIR);
    startWith(
        setup().by(time).over(new TlsFiles(files.certificate(), files.key(), Optional.of(wall))));
    SSLContext ofOnce = client(once.issue("ana"));
    SSLContext ofNow = client(now.issue("ana"));
    try (TlsPeer before = TlsPeer.connect(ofOnce, server.address()).handshake()) {
      assertThat(before.send("PING\n").line()).isEqualTo("[OK] PONG");
      assertThat(isLetIn(ofNow)).isFalse();
      now.writeCertificate(wall);
      await()
          .until(
              () -> {
                time.pass(Duration.ofMillis(200));
                return isLetIn(ofNow);
              });
      assertThat(isLetIn(ofOnce)).isFalse();
      assertThat(before.send("PING\n").line()).isEqualTo("[OK] PONG");
    }
  }

  private static void awaitRefused(HandTime time, Warnings warnings, String why) {
    await()
        .until(
            () -> {
              time.pass(Duration.ofMillis(200));
              return warnings.texts.stream()
                  .anyMatch(it -> it.contains("certificate is not served") && it.contains(why));
            });
  }

  /** A refusal may be lost to the reset that answers what was sent meanwhile. */
  private boolean isLetIn(SSLContext context) {
    try (TlsPeer peer = TlsPeer.connect(context, server.address())) {
      return peer.handshake().send("PING\n").line().equals("[OK] PONG");
    } catch (SSLException e) {
      return false;
    } catch (UncheckedIOException e) {
      assertThat(e).hasCauseInstanceOf(SocketException.class);
      return false;
    }
  }

  private boolean isServedTo(SSLContext context) {
    try (TlsPeer peer = TlsPeer.connect(context, server.address())) {
      peer.handshake();
      return true;
    } catch (SSLException e) {
      return false;
    }
  }

  @Test
  void shouldGoOnWhereThePeerRenewsItsKeyAndStopAFlood() throws Exception {
    SSLSocketFactory factory = CLIENT.getSocketFactory();
    try (SSLSocket socket =
        (SSLSocket)
            factory.createSocket(server.address().getAddress(), server.address().getPort())) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = socket.getOutputStream();
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      for (int i = 0; i < 40; i++) {
        // In TLS 1.3 that asks for new keys.
        socket.startHandshake();
        out.write("PING\n".getBytes(StandardCharsets.UTF_8));
        assertThat(in.readLine()).isEqualTo("[OK] PONG");
      }
      assertThat(isStopped(socket)).isTrue();
    }
    awaitNoConnections();
  }

  private static boolean isStopped(SSLSocket flood) throws IOException {
    try {
      for (int i = 0; i < 100; i++) {
        flood.startHandshake();
      }
      return flood.getInputStream().read() < 0;
    } catch (SocketException | SSLException e) {
      // It was closed while more was still being sent.
      return true;
    }
  }

  @Test
  void shouldTellInStatsOfAnEndThatIsNear() throws SSLException {
    assertThat(server.connect().ask("STATS")).noneMatch(line -> line.contains("certificate"));
    Instant end = Instant.now().plus(Duration.ofDays(13)).truncatedTo(ChronoUnit.SECONDS);
    startWith(setup().over(files(AUTHORITY.issue("EC", end, "localhost"))));
    try (TlsPeer http = connect().handshake()) {
      assertThat(server.connect().ask("STATS")).contains(" certificate-ends: " + end);
      http.send("GET /api/v1/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(http.rest()).contains("\"certificateEnds\":\"" + end + "\"");
    }
  }
}
