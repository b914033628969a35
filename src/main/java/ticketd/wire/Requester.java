package ticketd.wire;

import java.util.Optional;
import ticketd.ticket.ExpectedVersions;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyedCommand;
import ticketd.ticket.RequestKey;

/**
 * Who asks, while a line is parsed. {@code me} from somebody unknown is wrong too, but only behind
 * all that is wrong with the grammar: it is noted here until then.
 */
public final class Requester {
  private static final Identity NOBODY = new Identity("", "");

  private final Optional<Identity> identity;
  private boolean needed;

  public Requester(Optional<Identity> identity) {
    this.identity = identity;
  }

  /** Who it is; empty where nobody knows. */
  Optional<Identity> identity() {
    return identity;
  }

  /** Only somebody known may ask for it. */
  public void needIdentity() {
    needed = true;
  }

  /** The requester's identity, which the request needs from here on. */
  private Identity me() {
    needIdentity();
    return identity.orElse(NOBODY);
  }

  /** The identity of that name; {@code me}, in any case, is the requester. */
  public Identity named(String name) throws Refusal {
    if (name.equalsIgnoreCase("me")) {
      return me();
    }
    return Identity.of(name).orElseThrow(() -> Refusal.badRequest(Text.NAME_MALFORMED, name));
  }

  /** The change, unless nobody knows who asks for it. */
  public Request.Change change(Verb verb, KeyedCommand command, Optional<RequestKey> key)
      throws Refusal {
    return change(verb, command, key, ExpectedVersions.NOT_CHECKED);
  }

  /** The same, of a ticket at one of these versions. */
  public Request.Change change(
      Verb verb, KeyedCommand command, Optional<RequestKey> key, ExpectedVersions expected)
      throws Refusal {
    needed = true;
    checkIdentified();
    return new Request.Change(verb, command, key, expected);
  }

  /** Refuses a request that needs to know who asks; the last check of the parser. */
  public void checkIdentified() throws Refusal {
    if (needed && identity.isEmpty()) {
      throw new Refusal(ErrorCode.NOT_IDENTIFIED, Message.of(ErrorCode.NOT_IDENTIFIED));
    }
  }
}
