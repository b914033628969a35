package ticketd.wire;

import java.util.function.BiPredicate;

/**
 * JSON objects (RFC 8259) of strings in which nothing is escaped, as most programs' requests are. A
 * parser of all JSON, which is for the rest, costs more than all else about such a line: see
 * docs/performance.md.
 */
final class PlainJson {
  private PlainJson() {}

  /**
   * Hands over name and value of each member in order, until one is declined.
   *
   * @param json holds no control character but TAB
   * @return whether {@code json} is such an object, all of it, and every member was taken; if not,
   *     nothing is said about what it is
   */
  static boolean read(String json, BiPredicate<String, String> members) {
    // TAB may stand between tokens but, unlike any other character here, in no string.
    if (json.indexOf('\\') >= 0 || json.indexOf('\t') >= 0) {
      return false;
    }
    int at = skipSpaces(json, 0);
    if (!is('{', json, at)) {
      return false;
    }
    do {
      int name = skipSpaces(json, at + 1);
      int nameEnd = stringEnd(json, name);
      int colon = skipSpaces(json, nameEnd + 1);
      int value = skipSpaces(json, colon + 1);
      int valueEnd = stringEnd(json, value);
      if (nameEnd < 0
          || !is(':', json, colon)
          || valueEnd < 0
          || !members.test(
              json.substring(name + 1, nameEnd), json.substring(value + 1, valueEnd))) {
        return false;
      }
      at = skipSpaces(json, valueEnd + 1);
    } while (is(',', json, at));
    return is('}', json, at) && skipSpaces(json, at + 1) == json.length();
  }

  /** Where the string that begins at {@code at} ends, or -1 where none does. */
  private static int stringEnd(String json, int at) {
    return is('"', json, at) ? json.indexOf('"', at + 1) : -1;
  }

  private static boolean is(char c, String json, int at) {
    return at < json.length() && json.charAt(at) == c;
  }

  private static int skipSpaces(String json, int from) {
    int at = from;
    while (is(' ', json, at)) {
      at++;
    }
    return at;
  }
}
