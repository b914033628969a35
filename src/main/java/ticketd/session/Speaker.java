package ticketd.session;

import java.util.Optional;
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
    return principal.filter(Principal.Known.class::isInstance).map(Principal.Known.class::cast);
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

  void signIn(Principal.Known known) {
    who = Optional.of(known.who());
    principal = Optional.of(known);
    state.signedIn();
    entrance.signedIn().add(look);
  }

  /**
   * Takes in what the accounts say by now of whoever signed in; false where that has ended. The
   * accounts are looked at as they are: whoever needs them current sees to that first.
   */
  boolean isGood() {
    Optional<Principal.Known> known = known();
    if (known.isEmpty()) {
      return true;
    }
    Optional<Principal.Known> now = entrance.now(known.get());
    if (now.isPresent() && now.get().since() != known.get().since()) {
      principal = Optional.of(now.get());
    }
    return now.isPresent();
  }

  /** Whether the desk's figures are for whoever speaks. */
  boolean mayReadTheDesk() {
    return known().map(it -> Access.mayRead(it.role(), Access.Subject.DESK)).orElse(true);
  }

  private void look() {
    if (known().filter(it -> entrance.now(it).isEmpty()).isPresent()) {
      onEnd.run();
    }
  }

  /** The account's password is another since {@code since}, by this connection's own doing. */
  void goOn(Account account, long since) {
    principal = Optional.of(Standing.ofPassword(account, since));
  }

  void leave() {
    entrance.signedIn().remove(look);
  }
}
