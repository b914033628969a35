package ticketd.protocol;

import ticketd.wire.FieldRules;
import ticketd.wire.Numbers;
import ticketd.wire.Refusal;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/** The arguments of a request, taken one after the other: words separated by spaces. */
final class Words {
  private final Verb verb;
  private final String text;
  private int at;

  Words(Verb verb, String text) {
    this.verb = verb;
    this.text = text;
    skipSpaces();
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  Verb verb() {
    return verb;
  }

  boolean hasMore() {
    return at < text.length();
  }

  boolean nextIsJson() {
    return hasMore() && text.charAt(at) == '{';
  }

  boolean nextIsDigit() {
    return hasMore() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** Whether the next word is a ticket's number behind its {@code #}. */
  boolean nextIsNumber() {
    int end = text.indexOf(' ', at);
    String word = text.substring(at, end < 0 ? text.length() : end);
    return word.startsWith("#") && Numbers.clamped(word.substring(1)) > 0;
  }

  /** The next word, no part of a text; a request without one misses arguments. */
  String next() throws Refusal {
    if (!hasMore()) {
      throw Refusal.badRequest(Text.ARGUMENTS_MISSING, verb);
    }
    int end = text.indexOf(' ', at);
    String word = text.substring(at, end < 0 ? text.length() : end);
    FieldRules.checkNoDirectionMark(word);
    at += word.length();
    skipSpaces();
    return word;
  }

  /** Takes the next word when it is {@code keyword}, in any case. */
  boolean skip(String keyword) {
    int end = at + keyword.length();
    boolean found =
        text.regionMatches(true, at, keyword, 0, keyword.length())
            && (end == text.length() || text.charAt(end) == ' ');
    if (found) {
      at = end;
      skipSpaces();
    }
    return found;
  }

  /** All that is left, spaces at its end included. */
  String rest() throws Refusal {
    if (!hasMore()) {
      throw Refusal.badRequest(Text.ARGUMENTS_MISSING, verb);
    }
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /** All that is left, perhaps nothing. */
  String restOrEmpty() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  void expectEnd() throws Refusal {
    if (hasMore()) {
      throw Refusal.badRequest(Text.ARGUMENT_UNEXPECTED, text.substring(at), verb);
    }
  }

  /** The next word as a ticket's number, see {@link FieldRules#id}. */
  long id() throws Refusal {
    return FieldRules.id(next());
  }
}
