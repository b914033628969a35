package ticketd.client.link;

import java.util.List;
import java.util.Optional;
import ticketd.credential.SecretMask;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Spaces;
import ticketd.wire.AccountBodies;
import ticketd.wire.Refusal;
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

  /** Whether the next lines belong to it. */
  public boolean isDialogue() {
    return !questions().isEmpty();
  }

  /** What the lines that belong to it answer, in their order. */
  public List<Question> questions() {
    if (is(Verb.USER)) {
      return isOfPassword(arguments) ? List.of(Question.NEW_PASSWORD) : List.of();
    } else if (!arguments.isEmpty()) {
      return List.of();
    } else if (is(Verb.SENDTICKET)) {
      return List.of(Question.TITLE, Question.DESCRIPTION);
    } else if (is(Verb.AUTH)) {
      return List.of(Question.NAME, Question.PASSWORD);
    }
    return is(Verb.PASSWD) ? List.of(Question.OLD_PASSWORD, Question.NEW_PASSWORD) : List.of();
  }

  /** Whether it is {@code PASSWD} and the name of an account; else there is no dialogue. */
  private static boolean isOfPassword(String arguments) {
    int end = wordEnd(arguments);
    if (!arguments.substring(0, end).equalsIgnoreCase(Verb.PASSWD.name())) {
      return false;
    }
    try {
      AccountBodies.name(Spaces.strip(arguments.substring(end)));
      return true;
    } catch (Refusal refusal) {
      return false;
    }
  }

  /** Whether it is about accounts: such go only where nobody can read them on their way. */
  public boolean isOfAccounts() {
    return verb.isPresent() && verb.get().holdsSecrets();
  }

  /** Whether it may change an account or a token, which takes no key: done twice it is another. */
  public boolean changesAccounts() {
    boolean lists = arguments.substring(0, wordEnd(arguments)).equalsIgnoreCase("LIST");
    return isOfAccounts() && !is(Verb.AUTH) && !lists;
  }

  /** Whether it holds a secret, or asks for one: it is shown and kept nowhere. */
  public boolean isSecret() {
    return is(Verb.AUTH)
        || is(Verb.PASSWD)
        || (is(Verb.USER) && (arguments.indexOf('{') >= 0 || isDialogue()))
        || !SecretMask.of(text).equals(text);
  }

  public boolean is(Verb wanted) {
    return verb.isPresent() && verb.get() == wanted;
  }

  /** Whether it may change a ticket or a saved query, so that it can carry a key. */
  public boolean takesKey() {
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
