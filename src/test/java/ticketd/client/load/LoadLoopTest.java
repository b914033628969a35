package ticketd.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import ticketd.client.ScriptedServer;

class LoadLoopTest {
  private static Load load(ScriptedServer server, int connections, int depth, long requests) {
    return new Load(server.address(), "IDENT x\n", 1, "LIST", connections, depth, requests);
  }

  @Test
  void shouldMakeSoManyRequestsAndMeasureEach() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start((n, r) -> List.of("#1 [a] [OK] no status - 01/01/2026", "[OK] 1"))) {
      AtomicLong progress = new AtomicLong();
      try (LoadLoop loop = LoadLoop.open(load(server, 3, 4, 1_000), progress::set)) {
        LoadResult result = loop.run();

        assertThat(result.latency().getTotalCount()).isEqualTo(1_000);
        assertThat(result.errors()).isZero();
        assertThat(progress).hasValue(1_000);
        assertThat(server.requests()).hasSize(1_000);
      }
    }
  }

  @Test
  void shouldCountRepliesThatAreErrors() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of("[ERR] conflict: é"));
        LoadLoop loop = LoadLoop.open(load(server, 1, 2, 10), done -> {})) {
      LoadResult result = loop.run();

      assertThat(result.errors()).isEqualTo(10);
      assertThat(result.firstError()).isEqualTo("[ERR] conflict: é");
    }
  }

  @Test
  void shouldEndWhenItIsInterrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.start(
                (n, r) -> {
                  asked.countDown();
                  return List.of();
                });
        LoadLoop loop = LoadLoop.open(load(server, 1, 1, 10), done -> {})) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread measuring = new Thread(() -> end.complete(catchThrowable(loop::run)), "measuring");
      measuring.start();
      asked.await();
      measuring.interrupt();

      assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void shouldEndWhenAConnectionBreaks() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(ScriptedServer.HANG_UP));
        LoadLoop loop = LoadLoop.open(load(server, 1, 1, 10), done -> {})) {
      assertThatThrownBy(loop::run).isInstanceOf(EOFException.class);
    }
  }
}
