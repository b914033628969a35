package ticketd.http;

import java.util.Optional;
import ticketd.ticket.Access;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;

/**
 * Who a request comes from.
 *
 * @param principal for whom it is carried out; there is one where there is a {@link #who}
 */
record Asker(Optional<Principal> principal) {
  static final Asker NOBODY = new Asker(Optional.empty());

  static Asker of(Principal principal) {
    return new Asker(Optional.of(principal));
  }

  /** A name in an open desk, where there is one. */
  static Asker claimed(Optional<Identity> name) {
    return name.isPresent() ? of(new Principal.Claimed(name.get())) : NOBODY;
  }

  Optional<Identity> who() {
    return principal.map(Principal::who);
  }

  /** Where somebody signed in. */
  Optional<Principal.Known> known() {
    return principal.filter(Principal.Known.class::isInstance).map(Principal.Known.class::cast);
  }

  /** Whether it may read that; in an open desk everybody may. */
  boolean mayRead(Access.Subject subject) {
    return known().map(it -> Access.mayRead(it.role(), subject)).orElse(true);
  }

  /** The name that alone can be seen, where not all can. */
  Optional<Identity> seesOnly() {
    return known().filter(it -> it.role() == Role.REQUESTER).map(Principal.Known::who);
  }
}
