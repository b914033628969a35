package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineConnectionTest {
  private ServerSocket listener;
  private LineConnection connection;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    connection =
        LineConnection.open(
            new ServerAddress("127.0.0.1", listener.getLocalPort()), Duration.ofSeconds(20));
    peer = listener.accept();
    connection.setReadTimeout(Duration.ofSeconds(20));
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

  @Test
  void shouldReadLinesHoweverTheyAreCut() throws IOException {
    send("é");
    send("t");
    send("é\r\n\ndeux\ntro");
    send("is\n");

    assertThat(connection.read()).contains("été");
    assertThat(connection.read()).contains("");
    assertThat(connection.read()).contains("deux");
    assertThat(connection.read()).contains("trois");
  }

  @Test
  void shouldReadALineLongerThanItsBuffer() throws IOException {
    String line = "x".repeat(100_000);
    send(line + "\nend\n");

    assertThat(connection.read()).contains(line);
    assertThat(connection.read()).contains("end");
  }

  @Test
  void shouldDropALineThatWasCutByTheEnd() throws IOException {
    send("whole\ncut");
    peer.close();

    assertThat(connection.read()).contains("whole");
    assertThat(connection.read()).isEmpty();
  }

  @Test
  void shouldLoseNothingWhenAReadTimesOut() throws IOException {
    send("be");
    connection.setReadTimeout(Duration.ofMillis(20));
    assertThatThrownBy(connection::read).isInstanceOf(SocketTimeoutException.class);
    send("gin\n");
    connection.setReadTimeout(Duration.ofSeconds(20));

    assertThat(connection.read()).contains("begin");
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

    assertThatThrownBy(
            () -> LineConnection.open(new ServerAddress("127.0.0.1", port), Duration.ofSeconds(5)))
        .isInstanceOf(UnreachableException.class);
    assertThatThrownBy(
            () ->
                LineConnection.open(new ServerAddress("nowhere.invalid", 1), Duration.ofSeconds(5)))
        .isInstanceOf(UnreachableException.class);
  }
}
