package ticketd.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import ticketd.door.PeerLimits;
import ticketd.door.Ticker;
import ticketd.door.UnfinishedRequests;
import ticketd.testing.Authority;
import ticketd.testing.TlsPeer;
import ticketd.testing.TlsTunnel;
import ticketd.tls.Credentials;
import ticketd.tls.TlsCodec;

/** What becomes of handshakes that there is no room for. */
class FullHandshakesTest {
  private static final int MOST_WAITING = 1024;

  @Test
  void shouldLetSoManyWaitAndNoMore() throws InterruptedException {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    CountDownLatch running = new CountDownLatch(threads);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    try (HandshakePool pool = new HandshakePool()) {
      for (int i = 0; i < threads; i++) {
        pool.execute(
            () -> {
              running.countDown();
              awaitQuietly(release);
            });
      }
      assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < MOST_WAITING; i++) {
        pool.execute(done::incrementAndGet);
      }
      assertThatThrownBy(() -> pool.execute(done::incrementAndGet))
          .isInstanceOf(RejectedExecutionException.class);
      release.countDown();
      await().until(() -> done.get() == MOST_WAITING);
      pool.execute(done::incrementAndGet);
      await().until(() -> done.get() == MOST_WAITING + 1);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldCutOneThatThereIsNoRoomForAndServeTheNext() throws Exception {
    Authority authority = Authority.create("full");
    Credentials pair = authority.issue("localhost");
    TlsMeter meter = new TlsMeter();
    AtomicInteger asked = new AtomicInteger();
    Executor fullAtFirst =
        step -> {
          if (asked.getAndIncrement() == 0) {
            throw new RejectedExecutionException();
          }
          step.run();
        };
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "full", ConfigFactory.load());
    try {
      InetSocketAddress address = echoing(system, TlsContext.open(pair), fullAtFirst, meter);
      try (TlsPeer peer = TlsPeer.connect(TlsTunnel.trusting(authority.certificate()), address)) {
        // It was not begun, so that nothing can be said in it.
        assertThat(peer.sendBytes(peer.hello()).bytesToTheEnd()).isEmpty();
      }
      assertThat(List.of(meter.handshakesDropped(), meter.handshakesDone()))
          .containsExactly(1L, 0L);
      try (TlsPeer peer =
          TlsPeer.connect(TlsTunnel.trusting(authority.certificate()), address).handshake()) {
        assertThat(peer.send("as it was sent\n").line()).isEqualTo("as it was sent");
      }
      assertThat(meter.handshakesDropped()).isEqualTo(1);
    } finally {
      system.terminate();
    }
  }

  /** Where whatever is sent over TLS comes back. */
  private static InetSocketAddress echoing(
      ActorSystem<Void> system, TlsContext context, Executor handshakes, TlsMeter meter) {
    PeerLimits limits =
        new PeerLimits(1024, PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, Ticker.system());
    return Tcp.get(system)
        .bind("127.0.0.1", 0)
        .toMat(
            Sink.foreach(
                connection ->
                    connection.handleWith(
                        BidiFlow.fromGraph(
                                new TlsStage(
                                    new TlsCodec(context.engine(false)),
                                    handshakes,
                                    meter,
                                    new UnfinishedRequests(1 << 20),
                                    limits))
                            .join(Flow.of(ByteString.class)),
                        system)),
            Keep.left())
        .run(system)
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join()
        .localAddress();
  }
}
