package ticketd.testing;

import static ticketd.testing.Waiting.PATIENCE;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor that remembers what it was told. */
public final class Told<T> {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final List<T> messages = new CopyOnWriteArrayList<>();
  private final ActorRef<Object> ref;

  public Told(ActorSystem<?> system, Class<T> type) {
    this.ref =
        system.systemActorOf(
            Behaviors.receive(Object.class)
                .onMessage(
                    type,
                    message -> {
                      messages.add(message);
                      return Behaviors.same();
                    })
                .onMessage(
                    CountDownLatch.class,
                    marker -> {
                      marker.countDown();
                      return Behaviors.same();
                    })
                .build(),
            "told-" + COUNT.incrementAndGet(),
            Props.empty());
  }

  public ActorRef<T> ref() {
    return ref.narrow();
  }

  /** All that this thread, or what it waited for, has told it by now. */
  public List<T> messages() {
    CountDownLatch marker = new CountDownLatch(1);
    ref.tell(marker);
    try {
      if (!marker.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the actor does not answer");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return List.copyOf(messages);
  }
}
