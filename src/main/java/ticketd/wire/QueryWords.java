package ticketd.wire;

/**
 * A query cut into its words. A word is {@code value} or {@code qualifier:value}, perhaps behind a
 * {@code -}; a value in quotation marks may hold spaces, and a word that begins with one has no
 * qualifier.
 */
final class QueryWords {
  private final String text;
  private int start;
  private int at;
  private boolean negated;
  private String qualifier = "";
  private String value = "";

  QueryWords(String text) {
    this.text = text;
  }

  /** Goes on to the next word; false behind the last one. */
  boolean next() throws Refusal {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length()) {
      return false;
    }
    start = at;
    negated = takeMinus();
    qualifier = takeQualifier();
    value = isQuoteNext() ? takeQuoted() : takePlain();
    return true;
  }

  /** Whether {@code -} stands before the word at hand. */
  boolean isNegated() {
    return negated;
  }

  /** Of the word at hand, without its colon; empty where it has none. */
  String qualifier() {
    return qualifier;
  }

  /** Of the word at hand; empty only behind a qualifier. */
  String value() {
    return value;
  }

  /** Where the word at hand begins in the query. */
  int start() {
    return start;
  }

  /** Where the query goes on behind it. */
  int end() {
    return at;
  }

  private boolean takeMinus() throws Refusal {
    if (text.charAt(at) != '-') {
      return false;
    }
    at++;
    if (at == text.length() || text.charAt(at) == ' ' || text.charAt(at) == '-') {
      throw Refusal.badRequest(Text.NEGATION_OF_NOTHING, "-" + takePlain());
    }
    return true;
  }

  private boolean isQuoteNext() {
    return at < text.length() && text.charAt(at) == '"';
  }

  /** A letter, then letters, digits, {@code _} or {@code -}, up to a colon. */
  private String takeQualifier() {
    int end = at;
    while (end < text.length() && isOfQualifier(text.charAt(end), end == at)) {
      end++;
    }
    if (end == at || end == text.length() || text.charAt(end) != ':') {
      return "";
    }
    String name = text.substring(at, end);
    at = end + 1;
    return name;
  }

  private static boolean isOfQualifier(char c, boolean first) {
    return Character.isLetter(c) || (!first && (Character.isDigit(c) || c == '_' || c == '-'));
  }

  private String takePlain() {
    int end = text.indexOf(' ', at);
    String plain = text.substring(at, end < 0 ? text.length() : end);
    at += plain.length();
    return plain;
  }

  private String takeQuoted() throws Refusal {
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      throw Refusal.badRequest(Text.QUOTE_UNFINISHED, text.substring(at));
    }
    String quoted = text.substring(at + 1, end);
    at = end + 1;
    if (at < text.length() && text.charAt(at) != ' ') {
      throw Refusal.badRequest(Text.QUOTE_FOLLOWED, text.substring(at));
    }
    if (quoted.isEmpty() && qualifier.isEmpty()) {
      throw Refusal.badRequest(Text.WORD_EMPTY);
    }
    return quoted;
  }
}
