package ticketd.client.link;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.screen.Texts;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;

/** How a program begins a connection: in JSON, in the person's language and name. */
record Greeting(Texts texts, Optional<Identity> who) {
  /**
   * Says so, and sends the first requests, all in one write.
   *
   * @param silence how long the server may be silent
   * @return the refusal of what came before the requests; empty when their own replies are next
   */
  Optional<Incoming.Status> begin(Connection connection, List<String> requests, Duration silence)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("FORMAT json");
    lines.add("LANG " + texts.language().wireName());
    if (connection.token().isPresent()) {
      if (!connection.keepsSecrets()) {
        return Optional.of(
            (Incoming.Status)
                Incoming.of(
                    "[ERR] "
                        + ErrorCode.TLS_REQUIRED.wireName()
                        + ": "
                        + texts.get("token.plain")));
      }
      // In a desk with accounts nobody is anybody else than who signed in.
      lines.add("AUTH " + connection.token().get().text());
    } else {
      who.ifPresent(identity -> lines.add("IDENT " + identity.name()));
    }
    int before = lines.size();
    lines.addAll(requests);
    connection.send(lines);
    int accepted = 0;
    while (accepted < before) {
      if (connection.next(silence) instanceof Incoming.Status status) {
        if (!status.ok()) {
          return Optional.of(status);
        }
        accepted++;
      }
    }
    return Optional.empty();
  }
}
