package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ticketd.client.screen.Texts;
import ticketd.testing.Authority;
import ticketd.testing.Threads;
import ticketd.testing.Waiting;
import ticketd.wire.Language;

class ServerConnectionTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private ServerSocket listener;
  private Connection connection;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    connection = Connection.open(new ServerAddress("127.0.0.1", listener.getLocalPort()));
    peer = listener.accept();
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    peer.close();
    listener.close();
  }

  private void send(String text) throws IOException {
    OutputStream out = peer.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private String read() throws IOException {
    return connection.next(Waiting.PATIENCE).line();
  }

  @Test
  void shouldReadLinesHoweverTheyAreCut() throws IOException {
    send("é");
    send("t");
    send("é\r\n\ndeux\ntro");
    send("is\n");

    assertThat(read()).isEqualTo("été");
    assertThat(read()).isEqualTo("");
    assertThat(read()).isEqualTo("deux");
    assertThat(read()).isEqualTo("trois");
  }

  @Test
  void shouldReadALineLongerThanItsBuffer() throws IOException {
    String line = "x".repeat(100_000);
    send(line + "\nend\n");

    assertThat(read()).isEqualTo(line);
    assertThat(read()).isEqualTo("end");
  }

  @Test
  void shouldDropALineThatWasCutByTheEnd() throws IOException {
    send("whole\ncut");
    peer.close();

    assertThat(read()).isEqualTo("whole");
    assertThatThrownBy(this::read)
        .isInstanceOf(Broken.class)
        .hasCauseInstanceOf(EOFException.class);
  }

  @Test
  void shouldLoseNothingWhenAReadTimesOut() throws IOException {
    send("be");
    assertThat(connection.nextWithin(Duration.ofMillis(20))).isEmpty();
    assertThatThrownBy(() -> connection.next(Duration.ofMillis(20)))
        .isInstanceOfSatisfying(Broken.class, e -> assertThat(e.isSilence()).isTrue());
    send("gin\n");

    assertThat(read()).isEqualTo("begin");
  }

  @Test
  void shouldRefuseARequestThatWouldBeTwo() {
    assertThatThrownBy(() -> connection.send(List.of("COMMENT 1 a\nCLOSE 1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> connection.send(List.of("a\rb")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldSayWhenNobodyListens() throws IOException {
    int port = listener.getLocalPort();
    listener.close();

    assertThatThrownBy(() -> Connection.open(new ServerAddress("127.0.0.1", port)))
        .isInstanceOf(UnreachableException.class);
    assertThatThrownBy(() -> Connection.open(new ServerAddress("nowhere.invalid", 1)))
        .isInstanceOf(UnreachableException.class);
  }

  @Test
  void shouldTryEachPlaceThatANameStandsFor() throws IOException {
    int port = listener.getLocalPort();
    InetAddress other = InetAddress.getByName("127.0.0.2");
    List<InetAddress> places = List.of(other, InetAddress.getLoopbackAddress());
    try (Socket socket = Connection.connect(Socket::new, places, port)) {
      assertThat(socket.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }
    listener.close();
    assertThatThrownBy(() -> Connection.connect(Socket::new, places, port))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void shouldNameNoClassOfJavaWhereThereIsNoWay() {
    ServerAddress address = new ServerAddress("10.0.0.1", 1);
    Texts texts = Texts.in(Language.EN);
    assertThat(
            new UnreachableException(address, new NoRouteToHostException("No route to host"))
                .toFailure(texts))
        .hasMessage("the server 10.0.0.1:1 cannot be reached: no route to it");
    assertThat(
            new UnreachableException(address, new SocketException("Network is unreachable"))
                .toFailure(texts))
        .hasMessage("the server 10.0.0.1:1 cannot be reached: Network is unreachable");
  }

  /** That is what one behind a proxy of TLS may be, or one that stands still. */
  @Test
  void shouldNotWaitForAServerThatDoesNotEndTlsOnItsSide() throws Exception {
    Authority authority = Authority.create("test");
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(authority.issue("127.0.0.1").keyManagers(), null, null);
    try (ServerSocket server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Socket> accepted =
          CompletableFuture.supplyAsync(() -> greetedBy(server), Threads::start);
      Connection encrypted =
          Connection.open(
              new ServerAddress("127.0.0.1", server.getLocalPort())
                  .over(Encryption.trusting(List.of(authority.certificate()))));
      assertThat(encrypted.next(Duration.ofHours(1)).line()).isEqualTo("[OK]");

      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(() -> close(encrypted), Threads::start);
      Waiting.await().until(closed::isDone);
      accepted.get().close();
    }
  }

  private static Socket greetedBy(ServerSocket server) {
    try {
      Socket peer = server.accept();
      peer.getOutputStream().write("[OK]\n".getBytes(StandardCharsets.UTF_8));
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Connection ending) {
    try {
      ending.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldGiveUpAServerOfAnotherProtocol() throws IOException {
    send("[ERREUR] commande inconnue\n");

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Broken.class,
            e ->
                assertThat(e.reason(Texts.in(Language.EN)))
                    .isEqualTo("what answers there does not speak the protocol of ticketd"));
  }

  @Test
  void shouldGiveUpAServerWhenPingsFindNoAnswer() throws IOException {
    AtomicInteger pings = new AtomicInteger();
    Connection.Ping ping =
        () -> {
          pings.incrementAndGet();
          return true;
        };
    for (int i = 0; i < 2; i++) {
      for (int quiet = 0; quiet < 3; quiet++) {
        assertThat(connection.nextOrPing(SHORT, ping)).isEmpty();
      }
      if (i == 0) {
        send("[OK] PONG\n");
        assertThat(connection.nextOrPing(Waiting.PATIENCE, ping)).isPresent();
      }
    }

    assertThatThrownBy(() -> connection.nextOrPing(SHORT, ping))
        .isInstanceOfSatisfying(Broken.class, e -> assertThat(e.isSilence()).isTrue());
    assertThat(pings).hasValue(6);
  }

  @Test
  void shouldWaitForAReplyForAsLongAsItTakes() throws IOException {
    for (int quiet = 0; quiet < 9; quiet++) {
      assertThat(connection.nextOrPing(SHORT, () -> false)).isEmpty();
    }
    send("[OK]\n");

    assertThat(read()).isEqualTo("[OK]");
  }

  @Test
  void shouldKeepSecretsFromOtherHosts() throws IOException {
    assertThat(connection.keepsSecrets()).isTrue();
    InetAddress elsewhere = InetAddress.getByName("192.0.2.7");
    try (Socket plain = new Socket();
        Socket encrypted = SSLSocketFactory.getDefault().createSocket()) {
      assertThat(Connection.keepsSecrets(plain, elsewhere)).isFalse();
      assertThat(Connection.keepsSecrets(encrypted, elsewhere)).isTrue();
    }
  }
}
