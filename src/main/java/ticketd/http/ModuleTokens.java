package ticketd.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import ticketd.http.ModuleToken.Kind;

/**
 * Takes a module apart. It knows as much of JavaScript (ECMA-262, section 12) as that needs:
 * strings, templates, and where a slash begins a regular expression.
 */
final class ModuleTokens {
  /** Words behind which a slash begins a regular expression. */
  private static final Set<String> BEFORE_VALUES =
      Set.of("return", "typeof", "case", "of", "in", "await", "else");

  private final String text;
  private final List<ModuleToken> tokens = new ArrayList<>();

  /** Of each brace that is open, whether it is a place in a template. */
  private final Deque<Boolean> braces = new ArrayDeque<>();

  private int at;

  private ModuleTokens(String text) {
    this.text = text;
  }

  /**
   * The parts of {@code module}; put together they are the module.
   *
   * @throws IllegalArgumentException where something in it does not end
   */
  static List<ModuleToken> of(String module) {
    ModuleTokens all = new ModuleTokens(module);
    try {
      while (all.at < module.length()) {
        all.readOne();
      }
    } catch (StringIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a string, comment or pattern does not end", e);
    }
    if (all.braces.contains(true)) {
      throw new IllegalArgumentException("a place in a template does not end");
    }
    return all.tokens;
  }

  private void readOne() {
    char c = text.charAt(at);
    if (Character.isWhitespace(c) || text.startsWith("//", at) || text.startsWith("/*", at)) {
      int end = blankEnd();
      add(text.substring(at, end).indexOf('\n') < 0 ? Kind.BLANK : Kind.LINE_END, end);
    } else if (Character.isJavaIdentifierPart(c)) {
      add(Character.isDigit(c) ? Kind.VALUE : Kind.WORD, wordEnd());
    } else if (c == '\'' || c == '"') {
      add(Kind.VALUE, stringEnd());
    } else if (c == '`') {
      readTemplate();
    } else if (c == '/' && isPattern()) {
      add(Kind.VALUE, patternEnd());
    } else if (c == '}' && !braces.isEmpty() && braces.pop()) {
      readTemplate();
    } else {
      if (c == '{') {
        braces.push(false);
      }
      add(Kind.MARK, at + markLength());
    }
  }

  private void add(Kind kind, int end) {
    tokens.add(new ModuleToken(kind, text.substring(at, end)));
    at = end;
  }

  private int markLength() {
    return text.startsWith("=>", at) ? 2 : text.startsWith("...", at) ? 3 : 1;
  }

  private int blankEnd() {
    int end = at;
    while (end < text.length()) {
      if (Character.isWhitespace(text.charAt(end))) {
        end++;
      } else if (text.startsWith("//", end)) {
        int line = text.indexOf('\n', end);
        end = line < 0 ? text.length() : line;
      } else if (text.startsWith("/*", end)) {
        int close = text.indexOf("*/", end);
        if (close < 0) {
          throw new IllegalArgumentException("a comment does not end");
        }
        end = close + 2;
      } else {
        return end;
      }
    }
    return end;
  }

  private int wordEnd() {
    int end = at;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int stringEnd() {
    int end = at + 1;
    while (text.charAt(end) != text.charAt(at)) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return end + 1;
  }

  /** A piece of a template, from its beginning or the end of a place to the next of these. */
  private void readTemplate() {
    int end = at + 1;
    while (text.charAt(end) != '`') {
      if (text.startsWith("${", end)) {
        braces.push(true);
        add(Kind.VALUE, end + 2);
        return;
      }
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    add(Kind.VALUE, end + 1);
  }

  /** Whether no value that could be divided stands before the slash. */
  private boolean isPattern() {
    for (int i = tokens.size() - 1; i >= 0; i--) {
      ModuleToken before = tokens.get(i);
      if (!before.isBlank()) {
        return switch (before.kind()) {
          case WORD -> BEFORE_VALUES.contains(before.text());
          case VALUE -> before.isOpening();
          default -> !before.isClosing();
        };
      }
    }
    return true;
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
