package ticketd.http;

import static ticketd.http.ModuleShape.NOWHERE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a module declares, and where: for the whole of it, or within one of its statements. Where a
 * name is declared more than once, it is where the innermost bracket is that has all of these.
 */
final class ModuleScopes {
  /**
   * What a statement of the module's own declares within itself.
   *
   * @param begin its first token
   * @param end behind its last one
   * @param variables each with where the bracket begins that it is seen in
   * @param functions the names of its functions
   */
  record Statement(int begin, int end, Map<String, Integer> variables, Set<String> functions) {
    Statement(int begin, int end) {
      this(begin, end, new HashMap<>(), new HashSet<>());
    }
  }

  private static final Set<String> ENDS = Set.of(",", ";");
  private static final Set<String> LISTING = Set.of(",", ":", "...");

  private final ModuleShape shape;
  private final List<Statement> statements = new ArrayList<>();
  private final Set<String> variables = new HashSet<>();
  private final Set<String> functions = new HashSet<>();

  /**
   * Looks through a module.
   *
   * @throws IllegalArgumentException where the module declares a name twice for the whole of it
   */
  ModuleScopes(ModuleShape shape) {
    this.shape = shape;
    for (int begin = 0; begin < shape.count(); begin = end(begin)) {
      Statement statement = new Statement(begin, end(begin));
      statements.add(statement);
      for (int at = begin; at < statement.end(); at++) {
        declare(at, statement);
      }
    }
  }

  private int end(int begin) {
    int end = begin + 1;
    while (end < shape.count() && !shape.isStatement(end)) {
      end++;
    }
    return end;
  }

  List<Statement> statements() {
    return statements;
  }

  /** The variables of the whole module. */
  Set<String> variables() {
    return variables;
  }

  /** The functions and classes of the whole module. */
  Set<String> functions() {
    return functions;
  }

  /** Notes what is declared here: behind {@code const} and {@code let}, and as parameters. */
  private void declare(int at, Statement statement) {
    ModuleToken token = shape.token(at);
    if (shape.isOfAnother(at) || shape.isKey(at)) {
      return;
    }
    if (token.is("const") || token.is("let")) {
      int list = shape.within(at);
      boolean isLoop = list != NOWHERE && shape.token(list).is("(");
      for (String name : declaredBehind(at)) {
        if (shape.isTop(at)) {
          add(variables, name);
        } else {
          see(name, isLoop ? shape.within(list) : list, statement);
        }
      }
    } else if (token.is("=>")) {
      declaredFrom(shape.pair(at - 1)).forEach(name -> see(name, shape.within(at), statement));
    } else if (shape.isHead(at)) {
      declaredFrom(at + 1).forEach(name -> see(name, shape.within(at), statement));
    }
    if (shape.isNamed(at) && shape.isTop(at)) {
      add(functions, token.text());
    } else if (shape.isNamed(at)) {
      statement.functions().add(token.text());
    }
  }

  private void add(Set<String> names, String name) {
    if (variables.contains(name) || functions.contains(name)) {
      throw new IllegalArgumentException(name + " is declared twice");
    }
    names.add(name);
  }

  private void see(String name, int home, Statement statement) {
    statement.variables().merge(name, home, shape::common);
  }

  /** What is declared behind the word there: of several, all. */
  private Set<String> declaredBehind(int word) {
    Set<String> declared = new HashSet<>();
    int end = word;
    do {
      declared.addAll(declaredFrom(end + 1));
      end = shape.pair(end + 1) + 1;
      end = shape.token(end).is("=") ? valueEnd(end + 1) : end;
    } while (shape.token(end).is(","));
    return declared;
  }

  private Set<String> declaredFrom(int begin) {
    Set<String> declared = new HashSet<>();
    int at = begin;
    while (at <= shape.pair(begin)) {
      if (shape.isVariable(at) && (at == begin || isListed(at))) {
        declared.add(shape.token(at).text());
      }
      boolean isValue = shape.token(at).is("=");
      at = isComputed(at) ? shape.pair(at) + 1 : isValue ? valueEnd(at + 1) : at + 1;
    }
    return declared;
  }

  /** Whether the name of a member begins here that is worked out. */
  private boolean isComputed(int at) {
    return shape.token(at).is("[") && shape.token(shape.pair(at) + 1).is(":");
  }

  /** Behind what one of several is where none is given. */
  private int valueEnd(int begin) {
    int at = begin;
    while (!ENDS.contains(shape.token(at).text()) && !shape.token(at).isClosing()) {
      at = shape.pair(at) + 1;
    }
    return at;
  }

  /** Whether what stands here is one of several. */
  private boolean isListed(int at) {
    return shape.token(at - 1).isOpening() || LISTING.contains(shape.token(at - 1).text());
  }
}
