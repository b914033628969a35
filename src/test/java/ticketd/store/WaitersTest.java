package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import ticketd.desk.Current;
import ticketd.desk.NewChanges;
import ticketd.testing.Told;

class WaitersTest {
  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "waiters");

  private final Waiters waiters = new Waiters();
  private final Told<Current> read = new Told<>(SYSTEM, Current.class);
  private final Told<NewChanges> watch = new Told<>(SYSTEM, NewChanges.class);

  @AfterAll
  static void close() {
    SYSTEM.terminate();
  }

  @Test
  void shouldTellAReadOnceItsPositionIsReached() {
    waiters.add(new StoreMessage.CatchUp(100, read.ref()));
    waiters.tell(99, 9);
    assertThat(read.messages()).isEmpty();
    waiters.tell(100, 9);
    assertThat(read.messages()).containsExactly(Current.REACHED);
    waiters.tell(200, 9);
    assertThat(read.messages()).hasSize(1);
  }

  @Test
  void shouldRefuseOnlyTheReadsThatLieBeyondWhatCanBeRead() {
    Told<Current> within = new Told<>(SYSTEM, Current.class);
    waiters.add(new StoreMessage.CatchUp(101, read.ref()));
    waiters.add(new StoreMessage.CatchUp(100, within.ref()));
    waiters.refuseReads(100);
    assertThat(read.messages()).containsExactly(Current.UNREADABLE);
    assertThat(within.messages()).isEmpty();
    waiters.tell(200, 0);
    assertThat(read.messages()).hasSize(1);
    assertThat(within.messages()).containsExactly(Current.REACHED);
  }

  @Test
  void shouldTellAWatchOnceThereIsAChangeAfterTheOneItKnows() {
    waiters.add(new StoreMessage.AwaitChange(7, watch.ref()));
    waiters.tell(100, 7);
    assertThat(watch.messages()).isEmpty();
    waiters.tell(100, 8);
    waiters.tell(100, 9);
    assertThat(watch.messages()).hasSize(1);
  }

  @Test
  void shouldKeepOneWaitAWatch() {
    waiters.add(new StoreMessage.AwaitChange(7, watch.ref()));
    waiters.add(new StoreMessage.AwaitChange(8, watch.ref()));
    waiters.tell(100, 8);
    assertThat(watch.messages()).isEmpty();
    waiters.tell(100, 9);
    assertThat(watch.messages()).hasSize(1);
  }

  @Test
  void shouldForgetAWatchAndNoOther() {
    Told<NewChanges> other = new Told<>(SYSTEM, NewChanges.class);
    waiters.add(new StoreMessage.AwaitChange(7, watch.ref()));
    waiters.add(new StoreMessage.AwaitChange(7, other.ref()));
    waiters.forget(watch.ref());
    waiters.tell(100, 8);
    assertThat(watch.messages()).isEmpty();
    assertThat(other.messages()).hasSize(1);
  }

  @Test
  void shouldKeepAWatchWhereReadsAreRefused() {
    waiters.add(new StoreMessage.AwaitChange(7, watch.ref()));
    waiters.refuseReads(0);
    assertThat(watch.messages()).isEmpty();
    waiters.tell(100, 8);
    assertThat(watch.messages()).hasSize(1);
  }
}
