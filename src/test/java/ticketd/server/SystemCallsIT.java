package ticketd.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.JarServer;

/** What a request asks of the kernel; the finished jar alone has what it takes. */
class SystemCallsIT {
  private static final int REQUESTS = 2_000;
  private static final byte[] PING = "PING\n".getBytes(US_ASCII);

  /** Of proc(5): all calls that read, of sockets, files and an {@code eventfd} alike. */
  private static final Pattern READS = Pattern.compile("(?m)^syscr: ([0-9]+)$");

  private static final Pattern WRITES = Pattern.compile("(?m)^syscw: ([0-9]+)$");

  @TempDir Path folder;

  @Test
  void shouldReadAndWriteOnceARequest() throws IOException {
    try (JarServer server = JarServer.start(folder);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setTcpNoDelay(true);
      int answer = ping(socket);
      long reads = calls(server, READS);
      long writes = calls(server, WRITES);
      for (int i = 0; i < REQUESTS; i++) {
        assertThat(ping(socket)).isEqualTo(answer);
      }
      // One and a bit: threads that look after the rest read and write too.
      assertThat(calls(server, READS) - reads).isBetween((long) REQUESTS, 3L * REQUESTS / 2);
      assertThat(calls(server, WRITES) - writes).isBetween((long) REQUESTS, 3L * REQUESTS / 2);
    }
  }

  /** How many bytes the answer has. */
  private static int ping(Socket socket) throws IOException {
    socket.getOutputStream().write(PING);
    int length = 1;
    for (int read = socket.getInputStream().read(); read != '\n'; length++) {
      assertThat(read).isNotEqualTo(-1);
      read = socket.getInputStream().read();
    }
    return length;
  }

  private static long calls(JarServer server, Pattern which) throws IOException {
    String io = Files.readString(Path.of("/proc", String.valueOf(server.pid()), "io"));
    Matcher matcher = which.matcher(io);
    assertThat(matcher.find()).as(io).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
