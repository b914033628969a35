package ticketd.store;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.TicketCommand;

/** What the store is asked. Reads that need no order against writers go to {@link TicketReader}. */
public sealed interface StoreMessage permits StoreMessage.Public, JournalReport {
  /** What anybody may send; the rest is between the store and its journal child. */
  sealed interface Public extends StoreMessage {}

  /** One change that {@code principal} asks for. */
  record Change(Identity principal, TicketCommand command, Optional<KeyUse> key) {}

  /** A run of changes, carried out in this order and answered together by one {@link Answers}. */
  record Changes(List<Change> changes, ActorRef<Answers> replyTo) implements Public {}

  /** In the order of the changes, one each. */
  record Answers(List<Answer> answers) {}

  /**
   * Asks for {@link CaughtUp} once every change committed before this message was sent, by any
   * process, can be read.
   */
  record CatchUp(long committed, ActorRef<CaughtUp> replyTo) implements Public {}

  record CaughtUp() {}

  /** Asks for one {@link NewChanges} as soon as the store holds a change after {@code seq}. */
  record AwaitChange(long seq, ActorRef<NewChanges> replyTo) implements Public {}

  record NewChanges() {}

  /** Takes back an {@link AwaitChange}. */
  record ForgetMe(ActorRef<NewChanges> replyTo) implements Public {}

  /** From the store to itself, behind the changes that wait in its mailbox: one turn takes all. */
  enum Turn implements Public {
    INSTANCE
  }

  /** There may be more to catch up with; from the store's own {@link CommitWatch}. */
  enum Committed implements Public {
    INSTANCE
  }
}
