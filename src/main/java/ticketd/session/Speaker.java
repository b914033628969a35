package ticketd.session;

import java.util.Optional;
import ticketd.desk.Desk;
import ticketd.desk.View;
import ticketd.door.Entrance;
import ticketd.ticket.Access;
import ticketd.ticket.Account;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Standing;

/**
 * Who speaks on one connection: nobody at first, somebody who claims a name in an open desk, or
 * somebody who signed in to a closed one.
 */
final class Speaker {
  private final Entrance entrance;
  private final ConnectionState state;
  private final Runnable onEnd;
  private final Runnable look = this::look;
  private Optional<Identity> who = Optional.empty();

  /** The same as {@link #principal}, where that is somebody who signed in. */
  private Optional<Principal.Known> known = Optional.empty();

  /** What the desk showed since {@link #resume}. */
  private Optional<View> seen = Optional.empty();

  /** Read by {@link #look} in another thread. */
  private volatile Optional<Principal> principal = Optional.empty();

  /** {@code onEnd} is told, by any thread and perhaps more than once, that what was shown ended. */
  Speaker(Entrance entrance, ConnectionState state, Runnable onEnd) {
    this.entrance = entrance;
    this.state = state;
    this.onEnd = onEnd;
  }

  Optional<Identity> who() {
    return who;
  }

  /** For whom requests are carried out; there is one where there is a {@link #who}. */
  Optional<Principal> principal() {
    return principal;
  }

  Optional<Principal.Known> known() {
    return known;
  }

  /** Whether it is a closed desk, to which nobody has signed in here. */
  boolean isStranger() {
    return principal.isEmpty() && entrance.accounts().isClosed();
  }

  /** A name in an open desk. */
  void claim(Identity name) {
    who = Optional.of(name);
    principal = Optional.of(new Principal.Claimed(name));
  }

  void signIn(Principal.Known in) {
    who = Optional.of(in.who());
    become(in);
    state.signedIn();
    entrance.signedIn().add(look);
  }

  private void become(Principal.Known now) {
    known = Optional.of(now);
    principal = Optional.of(now);
    resume();
  }

  /** Time may have passed since what was found before. */
  void resume() {
    seen = Optional.empty();
  }

  /**
   * Takes in what the accounts say by now of whoever signed in; false where that has ended. The
   * accounts are looked at as they are: whoever needs them current sees to that first.
   */
  boolean isGood() {
    if (known.isEmpty()) {
      return true;
    }
    Principal.Known before = known.get();
    if (entrance.isAsBefore(before)) {
      return true;
    }
    Optional<Principal.Known> now = entrance.now(before);
    now.ifPresent(this::become);
    return now.isPresent();
  }

  /**
   * What {@code desk} shows whoever signed in, or a claimed name, or nobody, once it was caught up
   * with; empty where it cannot be read. To be asked only while {@link #isGood}.
   */
  Optional<View> view(Desk desk) {
    if (seen.isEmpty()) {
      seen = principal.isPresent() ? desk.caughtUp(principal.get()) : desk.caughtUp();
    }
    return seen;
  }

  /** Whether the desk's figures are for whoever speaks. */
  boolean mayReadTheDesk() {
    return known.isEmpty() || Access.mayRead(known.get().role(), Access.Subject.DESK);
  }

  private void look() {
    if (principal.isPresent()
        && principal.get() instanceof Principal.Known it
        && entrance.now(it).isEmpty()) {
      onEnd.run();
    }
  }

  /** The account's password is another since {@code since}, by this connection's own doing. */
  void goOn(Account account, long since) {
    become(Standing.ofPassword(account, since));
  }

  void leave() {
    entrance.signedIn().remove(look);
  }
}
