package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.testing.Told;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Rejection;
import ticketd.ticket.TicketCommand;

class ChangeQueueTest {
  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "queue");
  private static final Answer UNAVAILABLE = new Answer.Unavailable();

  /** Numbers what it decides, up to so many changes. */
  private static final class Numbering implements ChangeQueue.Decider {
    final List<String> titles = new ArrayList<>();
    private final int enough;

    Numbering(int enough) {
      this.enough = enough;
    }

    @Override
    public boolean isFull() {
      return titles.size() >= enough;
    }

    @Override
    public void escalate() {
      titles.add("own");
    }

    @Override
    public Answer decide(Change change) {
      titles.add(((TicketCommand.File) change.command()).title());
      return number(titles.size());
    }
  }

  private final ChangeQueue queue = new ChangeQueue();
  private final Told<Answers> one = new Told<>(SYSTEM, Answers.class);
  private final Told<Answers> two = new Told<>(SYSTEM, Answers.class);
  private final Told<Answers> three = new Told<>(SYSTEM, Answers.class);

  @AfterAll
  static void close() {
    SYSTEM.terminate();
  }

  private static Answer number(long number) {
    return new Answer.Rejected(new Rejection.NoSuchTicket(number));
  }

  private static Change filing(String title) {
    return new Change(
        new Principal.Claimed(Identity.of("Ana").orElseThrow()),
        TicketCommand.File.of(title, ""),
        Optional.empty());
  }

  private void add(Told<Answers> peer, String... titles) {
    List<Change> run = List.of(titles).stream().map(ChangeQueueTest::filing).toList();
    queue.add(new StoreMessage.Changes(run, peer.ref()));
  }

  private List<String> decide(int enough) {
    Numbering decider = new Numbering(enough);
    queue.decide(decider);
    return decider.titles;
  }

  @Test
  void shouldAnswerEachRunAsAWholeOnce() {
    add(one, "a", "b");
    add(two, "c");
    assertThat(decide(100)).containsExactly("a", "b", "c");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(one.messages()).isEmpty();
    queue.answer();
    queue.answer();
    assertThat(one.messages()).containsExactly(new Answers(List.of(number(1), number(2))));
    assertThat(two.messages()).containsExactly(new Answers(List.of(number(3))));
  }

  @Test
  void shouldLeaveToTheNextTurnWhatAFullOneHasNoRoomFor() {
    add(one, "a", "b");
    add(two, "c");
    // A run stays together, though it goes beyond.
    assertThat(decide(1)).containsExactly("a", "b");
    assertThat(queue.isEmpty()).isFalse();
    queue.answer();
    assertThat(two.messages()).isEmpty();
    assertThat(decide(1)).containsExactly("c");
    queue.answer();
    assertThat(one.messages()).hasSize(1);
    assertThat(two.messages()).containsExactly(new Answers(List.of(number(1))));
  }

  @Test
  void shouldDecideAgainInOrderBeforeWhatCameSince() {
    add(one, "a");
    add(two, "b", "c");
    decide(100);
    add(three, "d");
    queue.putBack();
    assertThat(decide(100)).containsExactly("a", "b", "c", "d");
    queue.answer();
    assertThat(one.messages()).containsExactly(new Answers(List.of(number(1))));
    // What was decided first is gone.
    assertThat(two.messages()).containsExactly(new Answers(List.of(number(2), number(3))));
    assertThat(three.messages()).containsExactly(new Answers(List.of(number(4))));
  }

  @Test
  void shouldAnswerATurnAlikeAndKeepWhatWaits() {
    add(one, "a", "b");
    decide(100);
    add(two, "c");
    queue.answerAlike(new Answer.Full());
    assertThat(one.messages())
        .containsExactly(new Answers(List.of(new Answer.Full(), new Answer.Full())));
    assertThat(two.messages()).isEmpty();
    assertThat(decide(100)).containsExactly("c");
    queue.answer();
    assertThat(one.messages()).hasSize(1);
  }

  @Test
  void shouldRefuseWhatWaitsAndKeepTheTurn() {
    add(one, "a");
    decide(100);
    add(two, "b", "c");
    queue.refuse(UNAVAILABLE);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(two.messages()).containsExactly(new Answers(List.of(UNAVAILABLE, UNAVAILABLE)));
    assertThat(one.messages()).isEmpty();
    queue.answer();
    assertThat(one.messages()).containsExactly(new Answers(List.of(number(1))));
  }
}
