package ticketd.client.link;

import java.util.Optional;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Spaces;
import ticketd.wire.Verb;

/**
 * A request as somebody typed it, taken apart only so far as a client must know it.
 *
 * @param verb empty when it is none, or when the key before it is malformed
 * @param arguments what stands behind the verb, without spaces at its ends
 */
public record RequestLine(
    String text, Optional<RequestKey> key, Optional<Verb> verb, String arguments) {

  public static RequestLine parse(String text) {
    String rest = Spaces.strip(text);
    Optional<RequestKey> key = Optional.empty();
    if (rest.startsWith("@")) {
      int end = wordEnd(rest);
      String word = rest.substring(1, end);
      if (!RequestKey.isValid(word)) {
        return new RequestLine(text, Optional.empty(), Optional.empty(), "");
      }
      key = Optional.of(new RequestKey(word));
      rest = Spaces.strip(rest.substring(end));
    }
    int end = wordEnd(rest);
    return new RequestLine(
        text, key, Verb.of(rest.substring(0, end)), Spaces.strip(rest.substring(end)));
  }

  /** Whether a server ignores it without a reply. */
  public boolean isBlank() {
    return text.chars().allMatch(c -> c == ' ' || c == '\t');
  }

  /** Whether the next two lines belong to it. */
  public boolean isDialogue() {
    return is(Verb.SENDTICKET) && arguments.isEmpty();
  }

  public boolean is(Verb wanted) {
    return verb.isPresent() && verb.get() == wanted;
  }

  /** Whether it may change a ticket or a saved query, so that it can carry a key. */
  public boolean changesTickets() {
    return verb.isPresent() && verb.get().takesKey();
  }

  /** The same request under {@code key}; it has none so far. */
  public RequestLine withKey(RequestKey key) {
    return new RequestLine(
        "@" + key.text() + " " + Spaces.strip(text), Optional.of(key), verb, arguments);
  }

  private static int wordEnd(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text.length() : space;
  }
}
