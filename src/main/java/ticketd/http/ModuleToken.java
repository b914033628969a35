package ticketd.http;

/**
 * A part of a module of the board, as far as sending it needs to tell them apart: of a string that
 * has places ({@code `a${b}c`}) each piece is one.
 */
record ModuleToken(Kind kind, String text) {
  enum Kind {
    /** Blank space and comments. */
    BLANK,
    /** The same, with the end of a line among them. */
    LINE_END,
    /** A name or a word of the language. */
    WORD,
    /** A number, a string or a piece of one, a regular expression. */
    VALUE,
    /** One character, or {@code =>} or {@code ...}. */
    MARK
  }

  boolean isBlank() {
    return kind == Kind.BLANK || kind == Kind.LINE_END;
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean is(String other) {
    return text.equals(other);
  }

  /** Whether a bracket begins here, or a place in a string. */
  boolean isOpening() {
    return kind == Kind.MARK ? "([{".contains(text) : kind == Kind.VALUE && text.endsWith("${");
  }

  /** Whether one ends here. */
  boolean isClosing() {
    return kind == Kind.MARK ? ")]}".contains(text) : kind == Kind.VALUE && text.startsWith("}");
  }
}
