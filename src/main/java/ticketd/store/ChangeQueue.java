package ticketd.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Readiness;

/**
 * The runs of changes that wait for a turn, and those that the turn under way has decided. Each run
 * is answered once, as a whole, in the order of coming. Used by the store actor alone.
 */
final class ChangeQueue {
  /** Decides one change after the other, until it has enough of them. */
  interface Decider {
    boolean isFull();

    Answer decide(Change change);

    /** Does what the desk is to do by itself by now. */
    void escalate();
  }

  /** What wants a turn. */
  private interface Wanting {
    void decide(Decider decider);

    /** What was decided stands. */
    void answer();

    /** What was decided, if anything, does not stand. */
    void answerAlike(Answer answer);

    /** It is to be decided again. */
    void forget();
  }

  /** A run and how far its answers are. */
  private static final class Run implements Wanting {
    final StoreMessage.Changes request;
    final List<Answer> answers;

    Run(StoreMessage.Changes request) {
      this.request = request;
      this.answers = new ArrayList<>(request.changes().size());
    }

    @Override
    public void decide(Decider decider) {
      for (Change change : request.changes()) {
        answers.add(decider.decide(change));
      }
    }

    @Override
    public void answer() {
      request.replyTo().tell(new Answers(answers));
    }

    @Override
    public void answerAlike(Answer answer) {
      request.replyTo().tell(new Answers(request.changes().stream().map(c -> answer).toList()));
    }

    @Override
    public void forget() {
      answers.clear();
    }
  }

  /** Somebody who wants to know whether there are turns. */
  private record Probing(StoreMessage.Probe request, BooleanSupplier isOfUse) implements Wanting {
    @Override
    public void decide(Decider decider) {
      // That it came so far is the answer.
    }

    @Override
    public void answer() {
      request.replyTo().tell(new Readiness(isOfUse.getAsBoolean()));
    }

    @Override
    public void answerAlike(Answer answer) {
      request.replyTo().tell(new Readiness(false));
    }

    @Override
    public void forget() {
      // There is nothing to forget.
    }
  }

  /** The desk's own work, of which nobody is told. */
  private enum Own implements Wanting {
    INSTANCE;

    @Override
    public void decide(Decider decider) {
      decider.escalate();
    }

    @Override
    public void answer() {
      // What was done is told by the log.
    }

    @Override
    public void answerAlike(Answer answer) {
      // The next look finds what was not done.
    }

    @Override
    public void forget() {
      // There is nothing to forget.
    }
  }

  private final ArrayDeque<Wanting> waiting = new ArrayDeque<>();
  private final List<Wanting> decided = new ArrayList<>();

  void add(StoreMessage.Changes changes) {
    waiting.add(new Run(changes));
  }

  /**
   * Waits for a turn like a run.
   *
   * @param isOfUse whether a turn would store anything
   */
  void add(StoreMessage.Probe probe, BooleanSupplier isOfUse) {
    waiting.add(new Probing(probe, isOfUse));
  }

  /** The desk's own work waits for a turn, where it does not yet. */
  void addOwn() {
    if (!waiting.contains(Own.INSTANCE)) {
      waiting.add(Own.INSTANCE);
    }
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes waiting runs into the turn and decides them, each as a whole, until none waits or {@code
   * decider} is full.
   */
  void decide(Decider decider) {
    while (!waiting.isEmpty() && !decider.isFull()) {
      Wanting next = waiting.remove();
      decided.add(next);
      next.decide(decider);
    }
  }

  /** Tells what the turn decided. */
  void answer() {
    decided.forEach(Wanting::answer);
    decided.clear();
  }

  /** Answers everything of the turn alike: what it decided rested on a batch that is not stored. */
  void answerAlike(Answer answer) {
    decided.forEach(it -> it.answerAlike(answer));
    decided.clear();
  }

  /**
   * What the turn decided waits again, in the order in which it came and before what came since:
   * nothing of it is stored.
   */
  void putBack() {
    for (int i = decided.size() - 1; i >= 0; i--) {
      decided.get(i).forget();
      waiting.addFirst(decided.get(i));
    }
    decided.clear();
  }

  /** Answers everything that waits alike; the turn under way keeps its own. */
  void refuse(Answer answer) {
    waiting.forEach(it -> it.answerAlike(answer));
    waiting.clear();
  }
}
