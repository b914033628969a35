package ticketd.http;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.ticket.Identity;
import ticketd.wire.Language;

/**
 * One request that is past the gate: its framing, host, origin and identity are in order, and its
 * body is whole.
 *
 * @param request its head; the entity was read
 * @param variables what stands at the braces of the route's template, decoded, in their order
 * @param body as it was sent; empty where there is none
 * @param who the identity that the request carries
 * @param language of what people read in the answer
 */
record Call(
    HttpRequest request,
    List<String> variables,
    ByteString body,
    Optional<Identity> who,
    Language language,
    Peer peer) {}
