package ticketd.store;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.AccountsChanged;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.NewChanges;
import ticketd.desk.Readiness;

/** What the store is told: by doors through {@link StoreDesk}, by itself, by its journal child. */
public sealed interface StoreMessage
    permits StoreMessage.OfDoor, StoreMessage.OfItself, JournalReport {
  /** What doors ask. */
  sealed interface OfDoor extends StoreMessage {}

  /** What the store keeps in mind, or its {@link CommitWatch} for it. */
  sealed interface OfItself extends StoreMessage {}

  /** A run of changes, carried out in this order and answered together. */
  record Changes(List<Change> changes, ActorRef<Answers> replyTo) implements OfDoor {}

  /** Asks whether a turn is to be had, as a run of changes without a change. */
  record Probe(ActorRef<Readiness> replyTo) implements OfDoor {}

  /** Asks to be told once everything up to the position {@code committed} can be read. */
  record CatchUp(long committed, ActorRef<Current> replyTo) implements OfDoor {}

  /** Asks for one {@link NewChanges} as soon as the store holds a change after {@code seq}. */
  record AwaitChange(long seq, ActorRef<NewChanges> replyTo) implements OfDoor {}

  /** Takes back an {@link AwaitChange}. */
  record ForgetMe(ActorRef<NewChanges> replyTo) implements OfDoor {}

  /** Asks for one {@link AccountsChanged} as soon as an account has changed after {@code seq}. */
  record AwaitAccounts(long seq, ActorRef<AccountsChanged> replyTo) implements OfDoor {}

  /** Takes back an {@link AwaitAccounts}. */
  record ForgetAccounts(ActorRef<AccountsChanged> replyTo) implements OfDoor {}

  /** A turn is due, behind the changes that wait in the mailbox: it takes all of them. */
  enum TurnDue implements OfItself {
    INSTANCE
  }

  /** A question is due, behind the reads that wait in the mailbox: it serves all of them. */
  enum QuestionDue implements OfItself {
    INSTANCE
  }

  /** It is time to look once more whether the store's format can be raised. */
  enum RaiseFormat implements OfItself {
    INSTANCE
  }

  /** It is time to look at the clock: the desk's own work may be due. */
  enum LookAtClock implements OfItself {
    INSTANCE
  }

  /** There may be more to catch up with. */
  enum Committed implements OfItself {
    INSTANCE
  }
}
