package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileAccess;
import ticketd.journal.ForwardingFiles;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;

/** How HTTP connections end when the server does. */
class HttpDrainTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CompletableFuture<Void> drain() {
    CompletionStage<Void> stopped = server.server().stop(Duration.ofSeconds(50));
    return stopped.toCompletableFuture();
  }

  @Test
  void shouldCloseAnIdleConnectionAtOnceAndWithoutWords() {
    try (RawHttp idle = new RawHttp(server.address())) {
      assertThat(idle.send(LIVE).reply().status()).isEqualTo(200);
      CompletableFuture<Void> stopped = drain();
      assertThat(idle.rest()).isEmpty();
      idle.finish();
      stopped.join();
    }
  }

  @Test
  void shouldTellAPeerWhoseRequestIsNotWhole() {
    try (RawHttp head = new RawHttp(server.address());
        RawHttp body = new RawHttp(server.address());
        RawHttp asked = new RawHttp(server.address())) {
      assertThat(head.send(LIVE).reply().status()).isEqualTo(200);
      assertThat(body.send(LIVE).reply().status()).isEqualTo(200);
      String post = "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n";
      head.send(post);
      body.send(post + "\r\nOne");
      asked.send(post + "Authorization: Basic QW5hOg==\r\nExpect: 100-continue\r\n\r\n");
      assertThat(asked.reply().status()).isEqualTo(100);
      // Ahead of the drain the server has all of it, for this goes the same way.
      LineClient other = server.connect();
      for (int i = 0; i < 100; i++) {
        other.status("PING");
      }
      CompletableFuture<Void> stopped = drain();
      for (RawHttp peer : new RawHttp[] {head, body, asked}) {
        assertThat(peer.replies())
            .singleElement()
            .satisfies(
                reply -> {
                  assertThat(reply.status()).isEqualTo(503);
                  assertThat(reply.headers()).containsEntry("connection", "close");
                  assertThat(reply.headers()).containsKey("retry-after");
                  assertThat(reply.body()).contains("\"code\":\"shutting-down\"");
                });
        peer.finish();
      }
      other.close();
      stopped.join();
    }
  }

  /** What the desk has is answered, however long that takes it. */
  @Test
  void shouldWaitForAChangeOfALineThatTheDeskHas() {
    LockElsewhere files = startOverALockThatIsHeld();
    LineClient ana = server.connect("Ana");
    ana.send("SENDTICKET {\"title\":\"one\"}");
    CompletableFuture<Void> stopped = drainOnceAsked(files);
    assertThat(ana.reply()).containsExactly("[OK] Ticket added (#1)");
    assertThat(ana.reply()).singleElement().asString().startsWith("[ERR] shutting-down: ");
    ana.close();
    stopped.join();
  }

  @Test
  void shouldWaitForAChangeOverHttpThatTheDeskHas() {
    LockElsewhere files = startOverALockThatIsHeld();
    try (RawHttp post = new RawHttp(server.address())) {
      post.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
              + "Authorization: Basic QW5hOg==\r\n\r\none");
      CompletableFuture<Void> stopped = drainOnceAsked(files);
      assertThat(post.replies())
          .singleElement()
          .satisfies(reply -> assertThat(reply.status()).isEqualTo(201));
      post.finish();
      stopped.join();
    }
  }

  private LockElsewhere startOverALockThatIsHeld() {
    server.close();
    LockElsewhere files = new LockElsewhere();
    TestServer.Setup setup = TestServer.Setup.in(folder).speaking(Locale.ENGLISH);
    server = TestServer.start(setup.waitingForLock(Waiting.PATIENCE), new QuietLog(), files);
    files.held = true;
    return files;
  }

  /** Drains while the change waits for the lock, which is free when this returns. */
  private CompletableFuture<Void> drainOnceAsked(LockElsewhere files) {
    await().until(() -> files.asked.get() > 0);
    CompletableFuture<Void> stopped = drain();
    await().until(this::isRefused);
    assertThat(stopped).isNotDone();
    files.held = false;
    return stopped;
  }

  /** Whether the port is closed. */
  private boolean isRefused() {
    try (RawHttp late = new RawHttp(server.address())) {
      return late.send(LIVE).rest().isEmpty();
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  /** The host's files, whose lock somebody else has for a while. */
  private static final class LockElsewhere extends ForwardingFiles {
    /** Where the lock file is locked by who writes; who makes the text index locks it too. */
    private static final long WRITER = 0;

    private volatile boolean held;
    private final AtomicInteger asked = new AtomicInteger();

    LockElsewhere() {
      super(FileAccess.system());
    }

    @Override
    protected OpenFile wrap(Path path, OpenFile file) {
      return new ForwardingFile(file) {
        @Override
        public boolean tryLock(long position, long length, boolean shared) throws IOException {
          if (held && position == WRITER) {
            asked.incrementAndGet();
            return false;
          }
          return super.tryLock(position, length, shared);
        }
      };
    }
  }

  @Test
  void shouldFinishTheRepliesThatAreUnderWay() {
    LineClient filer = server.connect("Ana");
    String text = "x".repeat(200);
    for (int i = 0; i < 50; i++) {
      filer.sendRaw(("SENDTICKET {\"title\":\"" + text + "\"}\n").repeat(100));
      for (int j = 0; j < 100; j++) {
        filer.reply();
      }
    }
    String list = "GET /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n";
    try (RawHttp slow = new RawHttp(server.address(), 4096)) {
      slow.send(list.repeat(3));
      Reply first = slow.reply();
      assertThat(first.body().length()).isGreaterThan(5_000 * text.length());
      CompletableFuture<Void> stopped = drain();
      // All that was received whole is answered, and the last reply says that it is the last.
      assertThat(slow.replies())
          .hasSize(2)
          .allSatisfy(reply -> assertThat(reply.body()).isEqualTo(first.body()));
      slow.finish();
      filer.close();
      stopped.join();
    }
  }

  @Test
  void shouldEndOpenStreamsWell() {
    String events =
        "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
    try (RawHttp stream = new RawHttp(server.address())) {
      stream.send(events);
      assertThat(stream.read(12)).isEqualTo("HTTP/1.1 200");
      await().until(() -> stream.read(1).equals("\n"));
      CompletableFuture<Void> stopped = drain();
      assertThat(stream.rest()).endsWith("\r\n0\r\n\r\n");
      stream.finish();
      stopped.join();
    }
  }
}
