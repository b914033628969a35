package ticketd.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A module that is to be joined with those that it imports ({@link ModuleJoin}). */
final class ModulePart {
  private static final Set<String> DECLARING = Set.of("const", "let", "function", "async", "class");
  private static final Pattern TARGET = Pattern.compile("'\\./(\\w+\\.js)'");

  private final List<ModuleToken> tokens;
  private final ModuleShape shape;
  private final Set<String> declared = new HashSet<>();
  private final Set<String> exported = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private final Set<String> own = new HashSet<>();
  private final Map<String, String> imported = new HashMap<>();
  private final Set<String> needed = new LinkedHashSet<>();
  private final Set<String> called = new LinkedHashSet<>();

  /** Where the names of {@link #called} stand. */
  private final Set<Integer> calls = new HashSet<>();

  private final Set<Integer> imports = new HashSet<>();

  /** The word {@code export}, and the blank behind it. */
  private final Set<Integer> exports = new HashSet<>();

  /**
   * Reads a module.
   *
   * @throws IllegalArgumentException where it imports or exports in a way that is not known here
   */
  ModulePart(String module) {
    this.tokens = ModuleTokens.of(module);
    this.shape = new ModuleShape(tokens);
    ModuleScopes scopes = new ModuleScopes(shape);
    declared.addAll(scopes.variables());
    declared.addAll(scopes.functions());
    for (ModuleScopes.Statement statement : scopes.statements()) {
      own.addAll(statement.variables().keySet());
      own.addAll(statement.functions());
      read(statement);
    }
  }

  private void read(ModuleScopes.Statement statement) {
    int begin = statement.begin();
    if (shape.token(begin).is("import") && !shape.token(begin + 1).is("(")) {
      readImport(statement);
      return;
    }
    if (shape.token(begin).is("export")) {
      exports.addAll(List.of(shape.index(begin), shape.index(begin) + 1));
      exported.add(exportedAt(begin + 1));
    }
    for (int at = begin; at < statement.end(); at++) {
      if (shape.token(at).is("import") && shape.token(at + 1).is("(")) {
        called.add(target(at + 2));
        calls.add(shape.index(at + 2));
      }
      if (shape.isVariable(at)) {
        words.add(shape.token(at).text());
      }
    }
  }

  /** {@code import{a,b}from'./other.js';} and {@code import'./other.js';} */
  private void readImport(ModuleScopes.Statement statement) {
    int at = statement.begin() + 1;
    boolean isList = shape.token(at).is("{");
    String module = target(isList ? shape.pair(at) + 2 : at);
    needed.add(module);
    for (int name = at + 1; isList && name < shape.pair(at); name += 2) {
      boolean isAlone = shape.token(name + 1).is(",") || name + 1 == shape.pair(at);
      if (!shape.token(name).isWord() || !isAlone) {
        throw new IllegalArgumentException("an import by another name: " + shape.token(name));
      }
      imported.put(shape.token(name).text(), module);
    }
    int end = shape.index(statement.end() - 1);
    for (int i = shape.index(statement.begin()); i <= end; i++) {
      imports.add(i);
    }
  }

  private String target(int at) {
    Matcher target = TARGET.matcher(shape.token(at).text());
    if (!target.matches()) {
      throw new IllegalArgumentException(
          "an import of what is no module's name: " + shape.token(at).text());
    }
    return target.group(1);
  }

  private String exportedAt(int begin) {
    int at = begin;
    while (DECLARING.contains(shape.token(at).text())) {
      at++;
    }
    String name = shape.token(at).text();
    if (at == begin || !declared.contains(name)) {
      throw new IllegalArgumentException("an export of no single name: " + name);
    }
    return name;
  }

  /** The modules that are to be carried out before this one, in their order. */
  Set<String> needed() {
    return needed;
  }

  /** The modules that it imports at run time. */
  Set<String> called() {
    return called;
  }

  /** What is declared for the whole module. */
  Set<String> declared() {
    return declared;
  }

  Set<String> exported() {
    return exported;
  }

  /** Names that it imports, each with the module. */
  Map<String, String> imported() {
    return imported;
  }

  /** Whether it may mean by {@code name} what is not its own: always, where a browser has one. */
  boolean mayUse(String name) {
    boolean isOwn = own.contains(name) && !ModuleNames.FOREIGN.contains(name);
    return words.contains(name) && !isOwn && !declared.contains(name);
  }

  /**
   * The module as a part of the one.
   *
   * @param isCalled whether it is imported at run time
   * @param one the name of the one module
   */
  String text(boolean isCalled, String one) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      if (!imports.contains(i) && (isCalled || !exports.contains(i))) {
        text.append(calls.contains(i) ? "'./" + one + "'" : tokens.get(i).text());
      }
    }
    return text.append('\n').toString();
  }
}
