package ticketd.desk;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a door may ask. Every method may be called from any thread and returns at once; what takes
 * time is told by a message, since a future a line halves the throughput.
 */
public interface Desk {
  /**
   * Carries out a run of changes in this order, one after the other, each by itself.
   *
   * @param replyTo told once, when all of them are as durable as the store promises
   */
  void change(List<Change> run, ActorRef<Answers> replyTo);

  /**
   * What is stored, where every change acknowledged by now, by any process of the store, can be
   * read at once; else empty, and {@link #whenCurrent} tells when it is worth asking again.
   */
  Optional<View> now();

  /**
   * Tells {@code replyTo} once everything committed before this call, by any process, can be read,
   * or once it is found that it cannot.
   */
  void whenCurrent(ActorRef<Current> replyTo);

  /** Tells {@code replyTo} once, as soon as there is a change with a number above {@code seq}. */
  void awaitChange(long seq, ActorRef<NewChanges> replyTo);

  /**
   * Tells {@code replyTo} whether a change would be stored now. It waits for its turn as a change
   * does, and stores nothing.
   */
  void probe(ActorRef<Readiness> replyTo);

  /** Takes back an {@link #awaitChange}. */
  void forget(ActorRef<NewChanges> replyTo);
}
