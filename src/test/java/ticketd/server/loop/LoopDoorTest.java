package ticketd.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopDoorTest {
  /** The selector waits for up to ten seconds: so many, unless it is woken, exceed all patience. */
  private static final int MANY = 100;

  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "ticketd-door");
  private final LoopDoor door = LoopDoor.open(system);

  @AfterEach
  void end() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void shouldWakeTheLoopForEachThatIsHandedOver() throws Exception {
    await().until(door::isOpen);
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 0; i < MANY; i++) {
      CompletableFuture<Boolean> inLoop = new CompletableFuture<>();
      door.execute(() -> inLoop.complete(EventLoop.current().isPresent()));
      assertThat(inLoop.get(end - System.nanoTime(), TimeUnit.NANOSECONDS)).isTrue();
    }
  }

  @Test
  void shouldKeepTheOrder() {
    List<Integer> ran = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    IntStream.range(0, MANY).forEach(i -> door.execute(() -> ran.add(i)));
    await().until(door::isOpen);
    IntStream.range(MANY, 2 * MANY).forEach(i -> door.execute(() -> ran.add(i)));
    door.execute(() -> last.complete(null));
    last.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    assertThat(ran).containsExactlyElementsOf(IntStream.range(0, 2 * MANY).boxed().toList());
  }
}
