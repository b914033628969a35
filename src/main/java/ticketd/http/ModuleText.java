package ticketd.http;

import java.util.Set;

/**
 * A module of the board as it is sent: without the comments, and without the blank space that means
 * nothing. Every other character stays, names too, so that what a browser shows of a fault can be
 * read. It knows as much of JavaScript (ECMA-262, section 12) as that needs: strings, templates,
 * regular expressions, and where the end of a line may end a statement.
 */
final class ModuleText {
  /** Behind these a line's end ends no statement. */
  private static final String OPEN = "{([,;=?:&|<>";

  /** Ahead of these neither. */
  private static final String GOING_ON = "})],;=?:&|.";

  /** Words behind which a slash begins a regular expression. */
  private static final Set<String> BEFORE_VALUES =
      Set.of("return", "typeof", "case", "of", "in", "await", "else");

  private final String text;
  private final StringBuilder sent;
  private int at;

  private ModuleText(String text) {
    this.text = text;
    this.sent = new StringBuilder(text.length());
  }

  /**
   * What {@code module} means, in fewer characters.
   *
   * @throws IllegalArgumentException where something in it does not end
   */
  static String sent(String module) {
    ModuleText text = new ModuleText(module);
    try {
      text.read();
    } catch (StringIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a string, comment or pattern does not end", e);
    }
    return text.sent.toString();
  }

  private void read() {
    while (at < text.length()) {
      int begin = at;
      boolean isLineEnd = skipBlank();
      if (at > begin) {
        separate(isLineEnd);
      } else {
        copy(tokenEnd());
      }
    }
  }

  private void copy(int end) {
    sent.append(text, at, end);
    at = end;
  }

  /** Goes past blank space and comments; true where a line ended in them. */
  private boolean skipBlank() {
    boolean isLineEnd = false;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        isLineEnd |= text.charAt(at) == '\n';
        at++;
      } else if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at) + 2;
        isLineEnd |= text.substring(at, end).indexOf('\n') >= 0;
        at = end;
      } else {
        return isLineEnd;
      }
    }
    return isLineEnd;
  }

  /** Puts what must stand between what was sent and what comes next. */
  private void separate(boolean isLineEnd) {
    if (sent.isEmpty() || at == text.length()) {
      return;
    }
    char before = sent.charAt(sent.length() - 1);
    char behind = text.charAt(at);
    if (isLineEnd) {
      if (OPEN.indexOf(before) < 0 && GOING_ON.indexOf(behind) < 0) {
        sent.append('\n');
      }
    } else if ((isWord(before) && isWord(behind))
        || (before == behind && "+-".indexOf(before) >= 0)
        || (before == '/' && (behind == '/' || isWord(behind)))
        || (Character.isDigit(before) && behind == '.')) {
      sent.append(' ');
    }
  }

  private static boolean isWord(char c) {
    return c == '#' || Character.isJavaIdentifierPart(c);
  }

  /** Where what begins here ends, blank space and all where it is quoted. */
  private int tokenEnd() {
    return switch (text.charAt(at)) {
      case '\'', '"' -> stringEnd(at);
      case '`' -> templateEnd(at);
      case '/' -> isPattern() ? patternEnd() : at + 1;
      default -> at + 1;
    };
  }

  private int stringEnd(int begin) {
    int end = begin + 1;
    while (text.charAt(end) != text.charAt(begin)) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return end + 1;
  }

  private int templateEnd(int begin) {
    int end = begin + 1;
    while (text.charAt(end) != '`') {
      if (text.startsWith("${", end)) {
        end = placeEnd(end + 2);
      } else {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
    }
    return end + 1;
  }

  /** Of what stands in a template's <code>${ }</code>. */
  private int placeEnd(int begin) {
    int depth = 1;
    int end = begin;
    while (depth > 0) {
      switch (text.charAt(end)) {
        case '\'', '"' -> end = stringEnd(end);
        case '`' -> end = templateEnd(end);
        case '{' -> {
          depth++;
          end++;
        }
        case '}' -> {
          depth--;
          end++;
        }
        default -> end++;
      }
    }
    return end;
  }

  /** Whether no value that could be divided stands before the slash. */
  private boolean isPattern() {
    if (sent.isEmpty()) {
      return true;
    }
    int end = sent.length();
    while (Character.isWhitespace(sent.charAt(end - 1))) {
      end--;
    }
    int begin = end;
    while (begin > 0 && isWord(sent.charAt(begin - 1))) {
      begin--;
    }
    return begin < end
        ? BEFORE_VALUES.contains(sent.substring(begin, end))
        : ")]}'\"`".indexOf(sent.charAt(end - 1)) < 0;
  }

  private int patternEnd() {
    boolean isInClass = false;
    int end = at + 1;
    while (isInClass || text.charAt(end) != '/') {
      switch (text.charAt(end)) {
        case '\\' -> end++;
        case '[' -> isInClass = true;
        case ']' -> isInClass = false;
        default -> {}
      }
      end++;
    }
    return end + 1;
  }
}
