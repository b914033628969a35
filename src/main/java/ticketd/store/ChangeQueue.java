package ticketd.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;

/**
 * The runs of changes that wait for a turn, and those that the turn under way has decided. Each run
 * is answered once, as a whole, in the order of coming. Used by the store actor alone.
 */
final class ChangeQueue {
  /** Decides one change after the other, until it has enough of them. */
  interface Decider {
    boolean isFull();

    Answer decide(Change change);
  }

  /** A run and how far its answers are. */
  private static final class Run {
    final StoreMessage.Changes request;
    final List<Answer> answers;

    Run(StoreMessage.Changes request) {
      this.request = request;
      this.answers = new ArrayList<>(request.changes().size());
    }

    void answer() {
      request.replyTo().tell(new Answers(answers));
    }

    void answerAlike(Answer answer) {
      request.replyTo().tell(new Answers(request.changes().stream().map(c -> answer).toList()));
    }
  }

  private final ArrayDeque<Run> waiting = new ArrayDeque<>();
  private final List<Run> decided = new ArrayList<>();

  void add(StoreMessage.Changes changes) {
    waiting.add(new Run(changes));
  }

  /** Whether no run waits. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes waiting runs into the turn and decides them, each as a whole, until none waits or {@code
   * decider} is full.
   */
  void decide(Decider decider) {
    while (!waiting.isEmpty() && !decider.isFull()) {
      Run run = waiting.remove();
      decided.add(run);
      for (Change change : run.request.changes()) {
        run.answers.add(decider.decide(change));
      }
    }
  }

  /** Tells what the turn decided. */
  void answer() {
    for (Run run : decided) {
      run.answer();
    }
    decided.clear();
  }

  /** Answers everything of the turn alike: what it decided rested on a batch that is not stored. */
  void answerAlike(Answer answer) {
    decided.forEach(run -> run.answerAlike(answer));
    decided.clear();
  }

  /**
   * What the turn decided waits again, in the order in which it came and before what came since:
   * nothing of it is stored.
   */
  void putBack() {
    for (int i = decided.size() - 1; i >= 0; i--) {
      decided.get(i).answers.clear();
      waiting.addFirst(decided.get(i));
    }
    decided.clear();
  }

  /** Refuses what waits; the turn under way keeps its own. */
  void refuse() {
    waiting.forEach(run -> run.answerAlike(new Answer.Unavailable()));
    waiting.clear();
  }
}
