package ticketd.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes one module of several, so that a browser asks once. They follow one another in the order in
 * which a browser would carry them out; those that are imported at run time, behind the rest.
 * {@code import('./other.js')} becomes an import of the one module by itself: what the other
 * exports is exported by the one.
 *
 * <p>All that they declare for the whole of themselves is then declared in one place. So no two may
 * declare the same name, and none may use one of another's that it does not import.
 */
final class ModuleJoin {
  private final Map<String, ModulePart> parts = new TreeMap<>();
  private final Map<String, ModulePart> ordered = new LinkedHashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> called = new HashSet<>();

  private ModuleJoin(String entry, Map<String, String> modules) {
    modules.forEach(
        (name, text) -> {
          try {
            ModulePart part = new ModulePart(text);
            parts.put(name, part);
            called.addAll(part.called());
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
          }
        });
    Deque<String> next = new ArrayDeque<>(Set.of(entry));
    while (!next.isEmpty()) {
      int done = ordered.size();
      order(next.remove());
      ordered.values().stream().skip(done).forEach(part -> next.addAll(part.called()));
    }
    if (ordered.size() < parts.size()) {
      Set<String> others = new TreeSet<>(parts.keySet());
      others.removeAll(ordered.keySet());
      throw new IllegalArgumentException("imported by none: " + others);
    }
  }

  /**
   * The one module.
   *
   * @param entry the name of the one that a page has, which becomes that of the whole
   * @param modules by their names, as they import one another
   * @throws IllegalArgumentException where they cannot be joined, or one is imported by none
   */
  static String of(String entry, Map<String, String> modules) {
    ModuleJoin join = new ModuleJoin(entry, modules);
    join.checkNames();
    join.checkImports();
    StringBuilder one = new StringBuilder();
    join.ordered.forEach((name, part) -> one.append(part.text(join.called.contains(name), entry)));
    return one.toString();
  }

  private void order(String name) {
    if (!begun.add(name)) {
      return;
    }
    ModulePart part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    part.needed().forEach(this::order);
    ordered.put(name, part);
  }

  private void checkNames() {
    Map<String, String> owners = new HashMap<>();
    parts.forEach(
        (module, part) -> {
          for (String name : part.declared()) {
            String other = owners.put(name, module);
            if (other != null) {
              throw new IllegalArgumentException(other + " and " + module + " declare " + name);
            }
          }
        });
    parts.forEach(
        (module, part) -> owners.forEach((name, owner) -> check(module, part, name, owner)));
  }

  private static void check(String module, ModulePart part, String name, String owner) {
    if (part.mayUse(name) && !part.imported().containsKey(name)) {
      throw new IllegalArgumentException(
          module + " uses " + name + " of " + owner + " without importing it");
    }
  }

  private void checkImports() {
    parts.forEach(
        (module, part) ->
            part.imported()
                .forEach(
                    (name, other) -> {
                      ModulePart from = parts.get(other);
                      if (from == null || !from.exported().contains(name)) {
                        throw new IllegalArgumentException(
                            module + " imports " + name + ", which " + other + " does not export");
                      }
                    }));
  }
}
