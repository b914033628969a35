package ticketd.desk;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.ticket.Accounts;
import ticketd.ticket.Principal;
import ticketd.ticket.Standing;

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
   * read at once; else empty, and {@link #whenCurrent} tells when {@link #caughtUp} is that.
   */
  Optional<View> now();

  /**
   * The accounts as far as this process has read them; they are current where {@link #now()} is
   * there. In an open desk it costs a look at {@link Accounts#isClosed}.
   */
  Accounts accounts();

  /**
   * Tells {@code replyTo} once, as soon as an account has changed by an event with a number above
   * {@code seq}: credentials may have ended.
   */
  void awaitAccounts(long seq, ActorRef<AccountsChanged> replyTo);

  /** Takes back an {@link #awaitAccounts}. */
  void forgetAccounts(ActorRef<AccountsChanged> replyTo);

  /**
   * What can be read at once, for whoever was told that all that was committed before it asked can
   * be; empty once nothing may be read any more.
   */
  Optional<View> caughtUp();

  /**
   * The same of what {@code who} may see, by what is known of him then. Nothing is there for whom
   * {@link Standing} no longer knows, or for a mere name in a closed desk: look there first, in
   * {@link #accounts}, what to answer.
   */
  Optional<View> caughtUp(Principal who);

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
