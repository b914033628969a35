package ticketd.http;

import static ticketd.http.ModuleShape.NOWHERE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Short names for a module's variables. One of the whole module is changed wherever the module has
 * it, or nowhere; one of a statement wherever the statement has it: so no scope has to be known but
 * the innermost bracket that all of its uses, and all that it is declared for, lie in. Within that
 * bracket nothing else has the name that it gets. A name is left where it is a function's, is
 * imported or exported, or is what a browser has by that name.
 */
final class ModuleNames {
  private static final int SHORT = 2;

  private static final List<String> LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
          .chars()
          .mapToObj(Character::toString)
          .toList();

  /**
   * What a browser's window has by names of small letters, on which no variable is taken for it.
   */
  static final Set<String> FOREIGN =
      Set.of(
          """
          alert atob blur btoa caches close closed confirm console crypto document event external
          fetch find focus frames history length location locationbar menubar name navigation
          navigator open opener origin parent performance personalbar print prompt scheduler screen
          scroll scrollbars self status statusbar stop toolbar top undefined viewport when window
          """
              .strip()
              .split("\\s+"));

  /** Words of the language that a module may have behind {@code const} or in parentheses. */
  private static final Set<String> RESERVED =
      Set.of(
          "async",
          "await",
          "false",
          "from",
          "function",
          "new",
          "null",
          "return",
          "this",
          "true",
          "typeof");

  /** Words of the language that are as short. */
  private static final Set<String> WORDS = Set.of("as", "do", "if", "in", "of");

  private final ModuleShape shape;
  private final Set<String> kept = new HashSet<>(FOREIGN);

  /** By tokens. */
  private final Map<Integer, String> names = new HashMap<>();

  private ModuleNames(ModuleShape shape, ModuleScopes scopes) {
    this.shape = shape;
    kept.addAll(RESERVED);
    kept.addAll(scopes.functions());
    for (int at = 0; at < shape.count(); at++) {
      if (isOutside(at)) {
        kept.add(shape.token(at).text());
      }
    }
    Map<String, Integer> shared = new HashMap<>();
    scopes.variables().forEach(name -> shared.put(name, NOWHERE));
    shorten(0, shape.count(), shared);
    for (ModuleScopes.Statement statement : scopes.statements()) {
      Map<String, Integer> own = new HashMap<>(statement.variables());
      own.keySet().removeAll(scopes.variables());
      own.keySet().removeAll(statement.functions());
      shorten(statement.begin(), statement.end(), own);
    }
  }

  /**
   * By the index of a token: what stands in its place.
   *
   * @throws IllegalArgumentException where the module is written in what is not known here
   */
  static Map<Integer, String> of(List<ModuleToken> tokens) {
    ModuleShape shape = new ModuleShape(tokens);
    Map<Integer, String> sent = new HashMap<>();
    new ModuleNames(shape, new ModuleScopes(shape))
        .names.forEach(
            (at, name) ->
                sent.put(
                    shape.index(at),
                    shape.isShorthand(at) ? shape.token(at).text() + ':' + name : name));
    return sent;
  }

  /** Whether what stands here is imported or exported. */
  private boolean isOutside(int at) {
    int list = shape.within(at);
    if (list == NOWHERE) {
      return shape.token(at - 2).is("export");
    }
    ModuleToken before = shape.token(list - 1);
    return before.is("import") || before.is("export") || shape.token(list - 2).is("export");
  }

  /**
   * Gives short ones to those of {@code variables} that are worth it.
   *
   * @param variables each with where the bracket begins that it is seen in
   */
  private void shorten(int begin, int end, Map<String, Integer> variables) {
    Map<String, Integer> homes = new HashMap<>(variables);
    Map<String, List<Integer>> uses = new LinkedHashMap<>();
    for (int at = begin; at < end; at++) {
      String name = shape.token(at).text();
      boolean isChanged = variables.containsKey(name) && !kept.contains(name);
      if (isChanged && name.length() > SHORT && shape.isVariable(at)) {
        uses.computeIfAbsent(name, key -> new ArrayList<>()).add(at);
        homes.merge(name, shape.within(at), shape::common);
      }
    }
    uses.entrySet().stream()
        .filter(use -> isWorthIt(use.getKey(), use.getValue()))
        .sorted(Comparator.comparingInt(use -> -use.getValue().size()))
        .forEach(
            use -> {
              int home = homes.getOrDefault(use.getKey(), NOWHERE);
              String name = home == NOWHERE ? free(begin, end) : free(home, shape.pair(home));
              use.getValue().forEach(at -> names.put(at, name));
            });
  }

  /** Whether it becomes shorter: {@code {name}} becomes {@code {name:a}}. */
  private boolean isWorthIt(String name, List<Integer> use) {
    int longer = (int) use.stream().filter(shape::isShorthand).count();
    return (use.size() - longer) * (name.length() - 1) > longer * 2;
  }

  /** The shortest name that nothing has from {@code begin} to {@code end}. */
  private String free(int begin, int end) {
    Set<String> had = new HashSet<>(WORDS);
    for (int at = begin; at < end; at++) {
      had.add(names.getOrDefault(at, shape.token(at).text()));
    }
    return Stream.concat(
            LETTERS.stream(), LETTERS.stream().flatMap(one -> LETTERS.stream().map(one::concat)))
        .filter(name -> !had.contains(name))
        .findFirst()
        .orElseThrow();
  }
}
