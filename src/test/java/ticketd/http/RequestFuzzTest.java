package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.TestServer;
import ticketd.testing.Threads;

/**
 * Requests with some bytes wrong, in pieces, several on a connection: whatever comes, each
 * connection is given well-formed replies and an end, and what is filed is what was answered so.
 */
class RequestFuzzTest {
  private static final int PEERS = 4;

  /** Two and a half requests each. */
  private static final int CONNECTIONS = Size.of("connections", 1_000, 400_000);

  private static final String HOST = "Host: localhost\r\n";
  private static final String FILING =
      "POST /api/v1/tickets HTTP/1.1\r\n" + HOST + "Authorization: Basic QW5hOg==\r\n";

  private static final List<String> REQUESTS =
      List.of(
          "GET /health/live HTTP/1.1\r\n" + HOST + "\r\n",
          "GET /api/v1/tickets/1?x=y HTTP/1.1\r\n" + HOST + "Accept: text/plain\r\n\r\n",
          "GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
          FILING + "Content-Length: 5\r\n\r\ntitle",
          FILING + "Transfer-Encoding: chunked\r\n\r\n3\r\ntit\r\n2;a=b\r\nle\r\n0\r\nA: b\r\n\r\n",
          FILING + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\ntitle",
          FILING
              + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ntitle\r\n0\r\n\r\n",
          "PUT /api/v1/tickets/1/priority HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\nhigh",
          "OPTIONS /api/v1/tickets HTTP/1.1\r\n" + HOST + "\r\n");

  /** What two programs in a row may read in two ways. */
  private static final List<String> TRICKS =
      List.of(
          "\r",
          "\n",
          "\r\n",
          "\r\n\r\n",
          " ",
          "\t",
          ":",
          ";",
          "0",
          "\u0000",
          "\u00ff",
          "%",
          "#",
          "Content-Length: 0\r\n",
          "Content-Length: 5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: identity\r\n",
          "Expect: 100-continue\r\n",
          "Connection: close\r\n",
          "Upgrade: websocket\r\n",
          HOST,
          " HTTP/1.1",
          "0\r\n\r\n",
          "ffffffff\r\n",
          "http://a/",
          "*");

  @TempDir Path folder;

  @Test
  void shouldFileExactlyWhatItSaysItFiled() {
    long seed = Seed.next();
    try (TestServer server = TestServer.start(folder)) {
      AtomicLong filed = new AtomicLong();
      List<CompletableFuture<Void>> peers =
          IntStream.range(0, PEERS)
              .mapToObj(
                  peer ->
                      CompletableFuture.runAsync(
                          () -> {
                            Random random = new Random(seed + peer);
                            for (int i = 0; i < CONNECTIONS / PEERS; i++) {
                              filed.addAndGet(talk(server, random));
                            }
                          },
                          Threads::start))
              .toList();
      peers.forEach(CompletableFuture::join);

      try (RawHttp peer = new RawHttp(server.address())) {
        assertThat(peer.send(REQUESTS.get(0)).reply().status()).isEqualTo(200);
      }
      assertThat(server.connect().ask("STATS")).contains(" tickets: " + filed);
      assertThat(filed.get()).isPositive();
    }
  }

  /** How many tickets its replies say were filed. */
  private static long talk(TestServer server, Random random) {
    byte[] bytes = conversation(random);
    try (RawHttp peer = new RawHttp(server.address())) {
      List<Reply> replies;
      try {
        for (int from = 0; from < bytes.length; ) {
          int to = Math.min(bytes.length, from + 1 + random.nextInt(bytes.length));
          peer.send(Arrays.copyOfRange(bytes, from, to));
          from = to;
        }
        peer.finish();
      } catch (UncheckedIOException e) {
        // Closed before all of it was sent: what it was told is there all the same.
        assertThat(e.getCause()).isInstanceOf(IOException.class);
      }
      replies = peer.replies();
      return replies.stream().filter(reply -> reply.status() == 201).count();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "of " + new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", "\\r"), e);
    }
  }

  /** One to four requests, some bytes of which are wrong, but not the method at the beginning. */
  private static byte[] conversation(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(pick(REQUESTS, random));
    }
    int method = text.indexOf(" ") + 1;
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = method + random.nextInt(text.length() - method);
      switch (random.nextInt(5)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, (char) random.nextInt(256));
        case 2 -> text.insert(at, pick(TRICKS, random));
        case 3 -> text.insert(lineAt(text, at), pick(TRICKS, random));
        default -> {
          int to = Math.min(text.length(), at + random.nextInt(40));
          text.insert(at, text.substring(at, to));
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The beginning of the next line, where a header may stand. */
  private static int lineAt(StringBuilder text, int at) {
    int end = text.indexOf("\n", at);
    return end < 0 ? at : end + 1;
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
