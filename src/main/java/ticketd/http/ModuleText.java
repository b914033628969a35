package ticketd.http;

import java.util.List;
import java.util.Map;

/**
 * A module of the board as it is sent: without the comments, and without the blank space that means
 * nothing, its own variables by short names. What a browser shows of a fault can be read all the
 * same: functions have their names, and so have members of objects.
 */
final class ModuleText {
  /** Behind these a line's end ends no statement. */
  private static final String OPEN = "{([,;=?:&|<>";

  /** Ahead of these neither. */
  private static final String GOING_ON = "})],;=?:&|.";

  private ModuleText() {}

  /**
   * What {@code module} means, in fewer characters.
   *
   * @throws IllegalArgumentException where something in it does not end
   */
  static String sent(String module) {
    List<ModuleToken> tokens = ModuleTokens.of(module);
    Map<Integer, String> names = ModuleNames.of(tokens);
    StringBuilder sent = new StringBuilder(module.length());
    for (int i = 0; i < tokens.size(); i++) {
      ModuleToken token = tokens.get(i);
      if (!token.isBlank()) {
        sent.append(names.getOrDefault(i, token.text()));
      } else if (!sent.isEmpty() && i + 1 < tokens.size()) {
        char before = sent.charAt(sent.length() - 1);
        char behind = tokens.get(i + 1).text().charAt(0);
        sent.append(between(before, behind, token.kind() == ModuleToken.Kind.LINE_END));
      }
    }
    return sent.toString();
  }

  /** What must stand between what was sent and what comes next. */
  private static String between(char before, char behind, boolean isLineEnd) {
    if (isLineEnd) {
      return OPEN.indexOf(before) < 0 && GOING_ON.indexOf(behind) < 0 ? "\n" : "";
    }
    boolean isNeeded =
        (isWord(before) && isWord(behind))
            || (before == behind && "+-".indexOf(before) >= 0)
            || (before == '/' && (behind == '/' || isWord(behind)))
            || (Character.isDigit(before) && behind == '.');
    return isNeeded ? " " : "";
  }

  private static boolean isWord(char c) {
    return c == '#' || Character.isJavaIdentifierPart(c);
  }
}
