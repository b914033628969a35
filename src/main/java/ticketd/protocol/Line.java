package ticketd.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import ticketd.wire.Refusal;
import ticketd.wire.Utf8Check;
import ticketd.wire.Verb;

/** A line whose characters are accepted, taken word by word from its beginning. */
final class Line {
  private final byte[] bytes;
  private final int to;
  private final Utf8Check.Finding finding;
  private int at;

  private Line(byte[] bytes, int from, int to, Utf8Check.Finding finding) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
    this.finding = finding;
  }

  /** The line from {@code from} up to {@code to}, unless it holds what no line may hold. */
  static Line of(byte[] bytes, int from, int to) throws Refusal {
    return new Line(bytes, from, to, Utf8Check.check(bytes, from, to));
  }

  /** The same whatever it holds: only its verb may be asked for. */
  static Line unchecked(byte[] bytes, int from, int to) {
    return new Line(bytes, from, to, Utf8Check.Finding.ASCII);
  }

  /** Whether it holds a character that titles and texts alone may hold. */
  boolean hasDirectionMark() {
    return finding == Utf8Check.Finding.DIRECTION_MARK;
  }

  /** All that is left, spaces included. */
  String text() {
    return text(at, to);
  }

  private String text(int from, int end) {
    boolean ascii = finding == Utf8Check.Finding.ASCII;
    return new String(
        bytes, from, end - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  boolean hasMore() {
    skipSpaces();
    return at < to;
  }

  /** The next byte that is not a space, or 0 at the end. */
  byte peek() {
    return hasMore() ? bytes[at] : 0;
  }

  String next() {
    skipSpaces();
    int end = wordEnd();
    String word = text(at, end);
    at = end;
    return word;
  }

  /** The verb that the next word is; a word that is none stays where it is. */
  Optional<Verb> verb() {
    skipSpaces();
    int end = wordEnd();
    Optional<Verb> verb = Verb.of(bytes, at, end);
    if (verb.isPresent()) {
      at = end;
    }
    return verb;
  }

  /** The same, a key before it or not. */
  Optional<Verb> verbBehindKey() {
    if (peek() == '@') {
      at = wordEnd();
    }
    return verb();
  }

  String rest() {
    skipSpaces();
    return text(at, to);
  }

  private int wordEnd() {
    int end = at;
    while (end < to && bytes[end] != ' ') {
      end++;
    }
    return end;
  }

  private void skipSpaces() {
    while (at < to && bytes[at] == ' ') {
      at++;
    }
  }
}
