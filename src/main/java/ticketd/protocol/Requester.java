package ticketd.protocol;

import java.util.Optional;
import ticketd.ticket.Identity;

/**
 * Who asks, while a line is parsed. {@code me} from somebody unknown is wrong too, but only behind
 * all that is wrong with the grammar: it is noted here until then.
 */
final class Requester {
  private static final Identity NOBODY = new Identity("", "");

  private final Optional<Identity> identity;
  private boolean needed;

  Requester(Optional<Identity> identity) {
    this.identity = identity;
  }

  /** The requester's identity, which the request needs from here on. */
  Identity me() {
    needed = true;
    return identity.orElse(NOBODY);
  }

  /** The identity of that name; {@code me}, in any case, is the requester. */
  Identity named(String name) throws Refusal {
    if (name.equalsIgnoreCase("me")) {
      return me();
    }
    return Identity.of(name).orElseThrow(() -> Refusal.badRequest(Text.NAME_MALFORMED, name));
  }

  /** Refuses a request that needs to know who asks; the last check of the parser. */
  void checkIdentified() throws Refusal {
    if (needed && identity.isEmpty()) {
      throw new Refusal(ErrorCode.NOT_IDENTIFIED, Message.of(ErrorCode.NOT_IDENTIFIED));
    }
  }
}
