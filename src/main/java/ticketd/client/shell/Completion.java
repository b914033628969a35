package ticketd.client.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import ticketd.protocol.Format;
import ticketd.protocol.Language;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.wire.Verb;

/** What the protocol accepts at the cursor. */
final class Completion implements Completer {
  private static final List<String> FILTERS =
      List.of(
          "status:",
          "author:",
          "assignee:",
          "tag:",
          "priority:",
          "id:",
          "created:",
          "updated:",
          "text:");
  private static final List<String> ORDERS = List.of("sort:", "limit:", "after:");
  private static final List<String> SORTS =
      List.of("id", "-id", "updated", "-updated", "priority", "-priority");

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    candidates.addAll(candidates(line));
  }

  static List<Candidate> candidates(ParsedLine line) {
    List<Candidate> candidates = new ArrayList<>();
    List<String> before = new ArrayList<>(line.words().subList(0, line.wordIndex()));
    String typed = line.word().substring(0, line.wordCursor());
    if (!before.isEmpty() && before.get(0).startsWith("@")) {
      before.remove(0);
    }
    for (String completion : completions(before, typed)) {
      // JLine would also take what holds the word somewhere, or is spelled a little like it.
      if (!completion.regionMatches(true, 0, typed, 0, typed.length())) {
        continue;
      }
      // A qualifier waits for its value.
      boolean whole = !completion.endsWith(":");
      candidates.add(new Candidate(completion, completion, null, null, null, null, whole));
    }
    return candidates;
  }

  /** The words that may stand at the cursor, behind the words {@code before}. */
  static List<String> completions(List<String> before, String typed) {
    if (before.isEmpty()) {
      return verbs(typed);
    }
    Optional<Verb> verb = Verb.of(before.get(0));
    if (verb.isEmpty()) {
      return List.of();
    }
    int position = before.size();
    return switch (verb.get()) {
      case LIST -> query(typed, true);
      case WATCH -> position == 1 ? plus(query(typed, false), "since:") : query(typed, false);
      case TAKE -> take(before, typed);
      case STATUS -> position == 2 ? statuses() : List.of();
      case CLOSE -> position == 2 ? resolutions() : List.of();
      case PRIORITY -> position == 2 ? priorities() : List.of();
      case ASSIGN -> position == 2 ? List.of("me", "-") : List.of();
      case LANG -> position == 1 ? names(Language.values(), Language::wireName) : List.of();
      case FORMAT -> position == 1 ? names(Format.values(), Format::wireName) : List.of();
      case HELP -> position == 1 ? verbs(typed) : List.of();
      case HISTORY -> position >= 2 ? List.of("after:", "limit:") : List.of();
      default -> List.of();
    };
  }

  private static List<String> take(List<String> before, String typed) {
    if (before.size() == 1) {
      return List.of("NEXT");
    }
    return before.get(1).equalsIgnoreCase("next") ? query(typed, false) : List.of();
  }

  /** In the case that was begun in: upper unless it is lower. */
  private static List<String> verbs(String typed) {
    boolean lower = !typed.isEmpty() && Character.isLowerCase(typed.charAt(0));
    return plus(names(Verb.values(), Verb::name), "EXIT").stream()
        .map(verb -> lower ? verb.toLowerCase(Locale.ROOT) : verb)
        .toList();
  }

  private static List<String> query(String typed, boolean ordered) {
    int colon = typed.indexOf(':');
    if (colon < 0) {
      return ordered ? plus(FILTERS, ORDERS.toArray(String[]::new)) : FILTERS;
    }
    String qualifier = typed.substring(0, colon + 1);
    // Of a list of values the last one is completed.
    String kept = typed.substring(0, Math.max(colon, typed.lastIndexOf(',')) + 1);
    return switch (qualifier) {
      case "status:" -> behind(kept, statuses());
      case "priority:" -> behind(kept, priorities());
      case "assignee:" -> behind(qualifier, List.of("me", "-"));
      case "author:" -> behind(qualifier, List.of("me"));
      case "sort:" -> ordered ? behind(qualifier, SORTS) : List.of();
      default -> List.of();
    };
  }

  private static List<String> statuses() {
    return names(Status.values(), Status::wireName);
  }

  private static List<String> priorities() {
    return names(Priority.values(), Priority::wireName);
  }

  private static List<String> resolutions() {
    return names(Resolution.values(), Resolution::wireName);
  }

  private static <T> List<String> names(T[] values, java.util.function.Function<T, String> name) {
    return List.of(values).stream().map(name).toList();
  }

  private static List<String> behind(String prefix, List<String> values) {
    return values.stream().map(value -> prefix + value).toList();
  }

  private static List<String> plus(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
