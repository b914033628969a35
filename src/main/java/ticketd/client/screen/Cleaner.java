package ticketd.client.screen;

import ticketd.ticket.Characters;

/**
 * Drops from a text what is not seen of it: the escape sequences of terminals (ECMA-48), CR before
 * LF, and every other character that a server refuses in a text.
 */
public final class Cleaner {
  private static final int ESC = 0x1B;
  private static final int BEL = 0x07;

  /** The 8-bit forms of {@code ESC [} and of what ends a string. */
  private static final int CSI = 0x9B;

  private static final int ST = 0x9C;

  private final String text;
  private final StringBuilder kept = new StringBuilder();
  private int at;

  private Cleaner(String text) {
    this.text = text;
  }

  public static String clean(String text) {
    Cleaner cleaner = new Cleaner(text);
    while (cleaner.at < text.length()) {
      cleaner.step();
    }
    return cleaner.kept.toString();
  }

  private void step() {
    int point = text.codePointAt(at);
    at += Character.charCount(point);
    if (point == ESC) {
      skipSequence();
    } else if (point == CSI) {
      skipParameters();
    } else if (point == 0x90 || point == 0x98 || (point >= 0x9D && point <= 0x9F)) {
      skipString();
    } else if (point == '\n' || Characters.isAccepted(point)) {
      kept.appendCodePoint(point);
    }
  }

  /** Skips what an escape character, which is behind, begins. */
  private void skipSequence() {
    int first = peek();
    switch (first) {
      case '[' -> {
        at++;
        skipParameters();
      }
      case 'P', 'X', ']', '^', '_' -> {
        at++;
        skipString();
      }
      default -> {
        skip(0x20, 0x2F);
        skipFinal(0x30);
      }
    }
  }

  private void skipParameters() {
    skip(0x30, 0x3F);
    skip(0x20, 0x2F);
    skipFinal(0x40);
  }

  /** Skips to the end of a string; one that does not end, ends with its line. */
  private void skipString() {
    while (at < text.length() && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      if (c == BEL || c == ST) {
        return;
      }
      if (c == ESC && peek() == '\\') {
        at++;
        return;
      }
    }
  }

  private void skip(int from, int to) {
    while (peek() >= from && peek() <= to) {
      at++;
    }
  }

  private void skipFinal(int from) {
    if (peek() >= from && peek() <= 0x7E) {
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }
}
