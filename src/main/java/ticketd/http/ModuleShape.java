package ticketd.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the parts of a module lie within one another, and what each of its words stands for. Blank
 * space counts for nothing here.
 *
 * <p>It knows what the board's modules are written in, and refuses the rest of the language where
 * it would take one thing for another: labels, {@code switch}, {@code var} and fields of classes.
 */
final class ModuleShape {
  static final int NOWHERE = -1;

  /** Ahead of parentheses in which nothing is declared, though a block follows. */
  private static final Set<String> STATEMENTS = Set.of("if", "for", "while", "await");

  /** Words behind which a brace begins an object or a pattern. */
  private static final Set<String> BEFORE_OBJECTS =
      Set.of("const", "let", "return", "await", "of", "in", "typeof");

  /** Marks behind which it does. */
  private static final String MARKS_BEFORE_OBJECTS = "(,=:?[&|.<>+-!";

  private static final Set<String> REFUSED = Set.of("var", "switch", "with", "default");

  private static final Set<String> BEGINNINGS =
      Set.of("export", "const", "let", "function", "async", "class", "import");

  private static final Set<String> BEHIND_SHORTHANDS = Set.of(",", "}", "=");
  private static final ModuleToken NOTHING = new ModuleToken(ModuleToken.Kind.MARK, ";");

  private final ModuleToken[] tokens;

  /** Where each of them stands in the module. */
  private final int[] indexes;

  /** What is open at each of them: where its bracket begins, or {@link #NOWHERE}. */
  private final int[] within;

  /** Of each bracket, where its other end is; of all else {@link #NOWHERE}. */
  private final int[] pairs;

  /** Where classes' bodies begin. */
  private final Set<Integer> classes = new HashSet<>();

  private int count;

  /**
   * The shape of a module.
   *
   * @throws IllegalArgumentException where it is written in what is not known here
   */
  ModuleShape(List<ModuleToken> module) {
    this.indexes = new int[module.size()];
    this.tokens = new ModuleToken[module.size()];
    for (int i = 0; i < module.size(); i++) {
      if (!module.get(i).isBlank()) {
        indexes[count] = i;
        tokens[count] = module.get(i);
        count++;
      }
    }
    this.within = new int[count];
    this.pairs = new int[count];
    pair();
    for (int at = 0; at < count; at++) {
      if (token(at).is("class") && !isOfAnother(at) && !isKey(at)) {
        classes.add(bodyOfClass(at));
      }
    }
    for (int at = 0; at < count; at++) {
      check(at);
    }
  }

  private void pair() {
    Deque<Integer> open = new ArrayDeque<>();
    for (int at = 0; at < count; at++) {
      pairs[at] = NOWHERE;
      if (tokens[at].isClosing() && !open.isEmpty()) {
        int begin = open.pop();
        pairs[begin] = at;
        pairs[at] = begin;
      }
      within[at] = open.isEmpty() ? NOWHERE : open.peek();
      if (tokens[at].isOpening()) {
        open.push(at);
      }
    }
  }

  private int bodyOfClass(int at) {
    for (int body = at + 1; body < count; body++) {
      if (token(body).is("{") && within[body] == within[at]) {
        return body;
      }
    }
    throw refused(at, "a class without a body");
  }

  private void check(int at) {
    if (!token(at).isWord() || isOfAnother(at) || isKey(at)) {
      return;
    }
    if (REFUSED.contains(token(at).text())) {
      throw refused(at, "not known to what shortens names");
    }
    if (token(at + 1).is(":") && isBeginning(at)) {
      throw refused(at, "a label");
    }
    if (classes.contains(within[at]) && isBeginning(at) && !isMethod(at) && !isAdjective(at)) {
      throw refused(at, "a field of a class");
    }
  }

  /** Whether a method's name follows what stands here. */
  private boolean isAdjective(int at) {
    boolean isOne = Set.of("async", "get", "set", "static").contains(token(at).text());
    return isOne && token(at + 1).isWord() && (isMethod(at + 1) || isAdjective(at + 1));
  }

  private boolean isBeginning(int at) {
    ModuleToken before = token(at - 1);
    return before.is(";") || before.is("}") || before.is(")") || before.is("{");
  }

  private IllegalArgumentException refused(int at, String why) {
    return new IllegalArgumentException(token(at).text() + " (token " + indexes[at] + "): " + why);
  }

  int count() {
    return count;
  }

  /** What stands there; a semicolon ahead of the first and behind the last. */
  ModuleToken token(int at) {
    return at < 0 || at >= count ? NOTHING : tokens[at];
  }

  /** Where it stands among all tokens, blank ones too. */
  int index(int at) {
    return indexes[at];
  }

  /** Where the bracket begins that it lies in, or {@link #NOWHERE}. */
  int within(int at) {
    return within[at];
  }

  boolean isTop(int at) {
    return within[at] == NOWHERE;
  }

  /**
   * Where the other end of the bracket is; where none stands there, or it has none, there itself.
   */
  int pair(int at) {
    return at < 0 || at >= count || pairs[at] == NOWHERE ? at : pairs[at];
  }

  /** Where the innermost bracket begins that both lie in, each given by the bracket around it. */
  int common(int one, int other) {
    int a = one;
    int b = other;
    while (a != b) {
      if (a > b) {
        a = within[a];
      } else {
        b = within[b];
      }
    }
    return a;
  }

  /** Whether a statement of the module's own begins here. */
  boolean isStatement(int at) {
    if (at >= count || !isTop(at) || token(at).isClosing()) {
      return false;
    }
    boolean isBehindBlock = token(at - 1).is("}") && BEGINNINGS.contains(token(at).text());
    return token(at - 1).is(";") || isBehindBlock;
  }

  /** Whether what stands here is a member of what stands before it. */
  boolean isOfAnother(int at) {
    return token(at - 1).is(".") || token(at - 1).is("#");
  }

  /** Whether a block with parameters begins here: a function's, a method's, {@code catch}. */
  boolean isHead(int at) {
    return token(at).isWord()
        && !STATEMENTS.contains(token(at).text())
        && !token(at - 1).is(".")
        && !token(at - 1).is("extends")
        && token(at + 1).is("(")
        && token(pair(at + 1) + 1).is("{");
  }

  /** Whether this is the name that a function or a class is declared by. */
  boolean isNamed(int at) {
    ModuleToken before = token(at - 1);
    boolean isKeyword = before.is("function") || (before.is("class") && !token(at).is("extends"));
    return token(at).isWord() && isKeyword && !isOfAnother(at - 1);
  }

  boolean isMethod(int at) {
    return isHead(at) && (classes.contains(within[at]) || isInObject(at));
  }

  /** Whether the name of a member of an object stands here, with a value of its own. */
  boolean isKey(int at) {
    return isInObject(at) && isFirst(at) && token(at + 1).is(":");
  }

  /** Whether a member of an object stands here that is named as its value. */
  boolean isShorthand(int at) {
    return token(at).isWord()
        && isInObject(at)
        && isFirst(at)
        && BEHIND_SHORTHANDS.contains(token(at + 1).text());
  }

  private boolean isFirst(int at) {
    return token(at - 1).is("{") || token(at - 1).is(",");
  }

  private boolean isInObject(int at) {
    int brace = within[at];
    if (brace == NOWHERE || !token(brace).is("{")) {
      return false;
    }
    ModuleToken before = token(brace - 1);
    return switch (before.kind()) {
      case WORD -> BEFORE_OBJECTS.contains(before.text()) && !isOfAnother(brace - 1);
      case VALUE -> before.isOpening();
      default -> MARKS_BEFORE_OBJECTS.indexOf(before.text().charAt(0)) >= 0 && !before.is("=>");
    };
  }

  /** Whether a variable is named here, or a word of the language stands here. */
  boolean isVariable(int at) {
    return token(at).isWord()
        && !isOfAnother(at)
        && !isKey(at)
        && !isMethod(at)
        && !isAdjective(at);
  }
}
