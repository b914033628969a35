package ticketd.session;

import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.wire.Parsed;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * A verb alone, whose next lines are no requests, whatever they hold and whether or not it can
 * succeed.
 */
sealed interface Dialogue permits FilingDialogue, SecretDialogue {
  /** Of the request that it is. */
  Verb verb();

  /** What the next line is asked for by. */
  Text prompt();

  /** Takes the next line; what all of it comes to, for {@code who}, once it was the last. */
  Optional<Parsed> take(byte[] line, Optional<Identity> who);
}
