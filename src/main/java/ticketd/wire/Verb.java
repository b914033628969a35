package ticketd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The first word of a request. */
public enum Verb {
  IDENT,
  SENDTICKET,
  LIST,
  QUIT,
  SHOW,
  COMMENT,
  TAKE,
  ASSIGN,
  STATUS,
  CLOSE,
  REOPEN,
  PRIORITY,
  TAG,
  EDIT,
  HISTORY,
  STATS,
  PING,
  HELP,
  LANG,
  FORMAT,
  WATCH,
  UNWATCH;

  private static final Verb[] VALUES = values();
  private static final byte[][] LOWER_CASE =
      Arrays.stream(VALUES).map(verb -> lowerCase(verb.name())).toArray(byte[][]::new);
  private static final byte[] EXIT = lowerCase("EXIT");

  /** The verb spelled, in any case, by an ASCII word; {@code EXIT} is QUIT. */
  public static Optional<Verb> of(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** The verb that these bytes spell, in any case. */
  public static Optional<Verb> of(byte[] bytes, int from, int to) {
    for (Verb verb : VALUES) {
      if (isSame(LOWER_CASE[verb.ordinal()], bytes, from, to)) {
        return Optional.of(verb);
      }
    }
    return isSame(EXIT, bytes, from, to) ? Optional.of(QUIT) : Optional.empty();
  }

  private static boolean isSame(byte[] lowerCase, byte[] bytes, int from, int to) {
    if (to - from != lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      // Of all bytes only the letter itself, in either case, becomes this letter.
      if ((bytes[from + i] | 0x20) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] lowerCase(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= 0x20;
    }
    return bytes;
  }

  /** Whether it may change a ticket, so that it needs an identity and may carry a key. */
  public boolean changesTickets() {
    return switch (this) {
      case SENDTICKET, COMMENT, TAKE, ASSIGN, STATUS, CLOSE, REOPEN, PRIORITY, TAG, EDIT -> true;
      default -> false;
    };
  }

  /** Whether its arguments may hold a title, a text or words looked for in those. */
  public boolean takesTexts() {
    return switch (this) {
      case SENDTICKET, COMMENT, CLOSE, EDIT, LIST, TAKE, WATCH -> true;
      default -> false;
    };
  }
}
