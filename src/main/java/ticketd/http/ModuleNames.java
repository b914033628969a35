package ticketd.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Short names for a module's variables. A name is changed wherever the module has it, or nowhere,
 * so no scope has to be known: it is left where it is a function's, is imported or exported, stands
 * for a member too ({@code { name }}), or is what a browser has by that name. Classes may have
 * methods, and no fields; each exported variable has a {@code const} or {@code let} of its own.
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
  private static final Set<String> FOREIGN =
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

  /** Ahead of parentheses in which nothing is declared, though a block follows. */
  private static final Set<String> STATEMENTS = Set.of("if", "for", "while", "switch", "await");

  /** Words of the language that are as short. */
  private static final Set<String> WORDS = Set.of("as", "do", "if", "in", "of");

  private static final Set<String> BEHIND_MEMBERS = Set.of(":", ",", "}", "=");
  private static final Set<String> LISTING = Set.of(",", ":", "...");

  private static final int NOWHERE = -1;
  private static final ModuleToken NOTHING = new ModuleToken(ModuleToken.Kind.MARK, ";");

  /** Without what is blank; all that follows counts by these. */
  private final ModuleToken[] tokens;

  /** Where each of them stands in the module. */
  private final int[] indexes;

  /** What is open at each of them: where its bracket begins, or {@link #NOWHERE}. */
  private final int[] within;

  /** Of each bracket, where its other end is; of all else {@link #NOWHERE}. */
  private final int[] pairs;

  private int count;
  private final Set<String> declared = new HashSet<>();
  private final Set<String> kept = new HashSet<>(FOREIGN);

  private ModuleNames(List<ModuleToken> module) {
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
    kept.addAll(RESERVED);
    pair();
    for (int at = 0; at < count; at++) {
      declare(at);
      keep(at);
    }
  }

  /** By the index of a token: the name that it gets in place of its own. */
  static Map<Integer, String> of(List<ModuleToken> tokens) {
    ModuleNames names = new ModuleNames(tokens);
    Map<String, List<Integer>> uses = names.uses();
    Iterator<String> free = names.free();
    Map<Integer, String> all = new HashMap<>();
    uses.values().stream()
        .sorted(Comparator.comparingInt(use -> -use.size()))
        .forEach(
            use -> {
              String name = free.next();
              use.forEach(index -> all.put(index, name));
            });
    return all;
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

  private ModuleToken token(int at) {
    return at < 0 || at >= count ? NOTHING : tokens[at];
  }

  /**
   * Where the other end of the bracket is; where none stands there, or it has none, there itself.
   */
  private int pair(int at) {
    return at < 0 || at >= count || pairs[at] == NOWHERE ? at : pairs[at];
  }

  /** Notes what is declared behind {@code const} and {@code let}, and as parameters. */
  private void declare(int at) {
    ModuleToken token = token(at);
    if (token.is("const") || token.is("let")) {
      declareFrom(at + 1);
    } else if (token.is("=>")) {
      declareFrom(pair(at - 1));
    } else if (isHead(at)) {
      declareFrom(at + 1);
    }
  }

  /** Whether a block with parameters begins here: a function's, a method's, {@code catch}. */
  private boolean isHead(int at) {
    return token(at).isWord()
        && !STATEMENTS.contains(token(at).text())
        && !token(at - 1).is(".")
        && !token(at - 1).is("extends")
        && token(at + 1).is("(")
        && token(pair(at + 1) + 1).is("{");
  }

  private void declareFrom(int begin) {
    int at = begin;
    while (at <= pair(begin)) {
      if (isVariable(at) && (at == begin || isListed(at))) {
        declared.add(token(at).text());
      }
      at = isComputed(at) ? pair(at) + 1 : token(at).is("=") ? valueEnd(at + 1) : at + 1;
    }
  }

  /** Whether the name of a member begins here that is worked out. */
  private boolean isComputed(int at) {
    return token(at).is("[") && token(pair(at) + 1).is(":");
  }

  /** Behind what one of several is where none is given. */
  private int valueEnd(int begin) {
    int at = begin;
    while (at < count && !token(at).is(",") && !token(at).isClosing()) {
      at = pair(at) + 1;
    }
    return at;
  }

  /** Whether what stands here is one of several. */
  private boolean isListed(int at) {
    return token(at - 1).isOpening() || LISTING.contains(token(at - 1).text());
  }

  private void keep(int at) {
    boolean isExported =
        token(within[at] - 2).is("export")
            || (token(at - 2).is("export") && !token(at - 1).is("async"));
    boolean isRenamed = token(at - 1).is("as") || token(at + 1).is("as");
    boolean isShared = isInBraces(at) && !token(at + 1).is(":") && isMember(at);
    if (isHead(at) || isExported || isRenamed || isShared) {
      kept.add(token(at).text());
    }
  }

  /** Whether a member of an object stands here, or of a list of what is imported. */
  private boolean isMember(int at) {
    boolean isFirst = token(at - 1).is("{") || token(at - 1).is(",");
    return isFirst && BEHIND_MEMBERS.contains(token(at + 1).text());
  }

  private boolean isInBraces(int at) {
    return at < count && token(within[at]).is("{");
  }

  private boolean isVariable(int at) {
    boolean isOfAnother = token(at - 1).is(".") || token(at - 1).is("#");
    boolean isKey = isInBraces(at) && isMember(at) && token(at + 1).is(":");
    return token(at).isWord() && !isOfAnother && !isKey;
  }

  /** The indexes of each name that is to be changed. */
  private Map<String, List<Integer>> uses() {
    Map<String, List<Integer>> uses = new LinkedHashMap<>();
    for (int at = 0; at < count; at++) {
      String name = token(at).text();
      boolean isChanged = declared.contains(name) && !kept.contains(name);
      if (isChanged && name.length() > SHORT && isVariable(at)) {
        uses.computeIfAbsent(name, key -> new ArrayList<>()).add(indexes[at]);
      }
    }
    return uses;
  }

  /** Names that the module has not, the shortest first. */
  private Iterator<String> free() {
    Set<String> had = new HashSet<>();
    for (int at = 0; at < count; at++) {
      had.add(tokens[at].text());
    }
    return Stream.concat(
            LETTERS.stream(), LETTERS.stream().flatMap(one -> LETTERS.stream().map(one::concat)))
        .filter(name -> !had.contains(name) && !WORDS.contains(name))
        .iterator();
  }
}
