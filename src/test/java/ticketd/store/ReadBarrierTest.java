package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import ticketd.desk.Current;
import ticketd.testing.Told;

class ReadBarrierTest {
  private static final int READS = 20_000;

  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "barrier");

  private final Told<Current> peer = new Told<>(SYSTEM, Current.class);
  private final ReadBarrier barrier = new ReadBarrier();
  private int asked;

  @AfterAll
  static void close() {
    SYSTEM.terminate();
  }

  private StoreMessage.CatchUp read(long number) {
    return new StoreMessage.CatchUp(number, peer.ref());
  }

  private void ask() {
    if (barrier.needs()) {
      asked++;
    }
  }

  private static List<Long> numbers(List<StoreMessage.CatchUp> reads) {
    return reads.stream().map(StoreMessage.CatchUp::committed).toList();
  }

  @Test
  void readsThatCameBeforeItsBeginningShareAQuestion() {
    barrier.add(read(1));
    ask();
    barrier.add(read(2));
    ask();
    long upTo = barrier.begin();

    assertThat(asked).isEqualTo(1);
    assertThat(numbers(barrier.served(upTo))).containsExactly(1L, 2L);
  }

  @Test
  void aReadThatCameBehindItsBeginningWaitsForTheNext() {
    barrier.add(read(1));
    ask();
    long first = barrier.begin();
    barrier.add(read(2));
    ask();
    ask();

    assertThat(asked).isEqualTo(2);
    assertThat(numbers(barrier.served(first))).containsExactly(1L);
    assertThat(numbers(barrier.served(barrier.begin()))).containsExactly(2L);
  }

  @Test
  void nobodyAsksForReadsThatAQuestionServes() {
    barrier.add(read(1));
    ask();
    long upTo = barrier.begin();
    ask();
    barrier.served(upTo);
    ask();

    assertThat(asked).isEqualTo(1);
  }

  /**
   * What the other thread sees when it begins is what is committed; each read saw as much before.
   */
  @Test
  void eachReadIsServedByAQuestionBegunBehindIt() throws Exception {
    BlockingQueue<Boolean> questions = new LinkedBlockingQueue<>();
    BlockingQueue<long[]> answers = new LinkedBlockingQueue<>();
    AtomicLong committed = new AtomicLong();
    Thread asking =
        new Thread(
            () -> {
              try {
                for (int n = 0; n < READS; n++) {
                  Boolean question = questions.poll(1, TimeUnit.MINUTES);
                  if (question == null) {
                    return;
                  }
                  long upTo = barrier.begin();
                  answers.add(new long[] {upTo, committed.get()});
                }
              } catch (InterruptedException e) {
                return;
              }
            });
    asking.start();
    List<Long> served = new ArrayList<>();
    List<Long> late = new ArrayList<>();
    for (long n = 1; n <= READS; n++) {
      committed.set(n);
      barrier.add(read(n));
      if (barrier.needs()) {
        questions.add(true);
      }
      if (n % 2 == 1) {
        // The next one comes while the question for this one begins, sooner or later.
        for (long spin = n % 199; spin > 0; spin--) {
          Thread.onSpinWait();
        }
        continue;
      }
      while (served.size() < n) {
        long[] answer = answers.poll(1, TimeUnit.MINUTES);
        assertThat(answer).as("nobody asks for a read that waits").isNotNull();
        for (long number : numbers(barrier.served(answer[0]))) {
          served.add(number);
          if (answer[1] < number) {
            late.add(number);
          }
        }
      }
    }
    asking.interrupt();
    asking.join();

    assertThat(late).as("were served by an answer of before they came").isEmpty();
  }
}
