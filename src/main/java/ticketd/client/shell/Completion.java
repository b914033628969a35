package ticketd.client.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import ticketd.client.link.Offer;
import ticketd.wire.Argument;
import ticketd.wire.Qualifiers;
import ticketd.wire.Verb;

/** What the protocol accepts at the cursor, and what the server knows that may stand there. */
final class Completion implements Completer {
  /** Whoever can be asked what a server knows. */
  interface Source {
    /** Soon: nothing where the answer takes longer than a person waits. */
    List<String> ask(Offer offer);
  }

  private volatile Source source = offer -> List.of();

  /** Asks {@code server} from now on. */
  void from(Source server) {
    source = server;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    candidates.addAll(candidates(line));
  }

  List<Candidate> candidates(ParsedLine line) {
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
  private List<String> completions(List<String> before, String typed) {
    if (before.isEmpty()) {
      return verbs(typed);
    }
    Optional<Verb> verb = Verb.of(before.get(0));
    if (verb.isEmpty()) {
      return List.of();
    }
    List<Argument> arguments = verb.get().arguments();
    int position = before.size() - 1;
    int last = arguments.size() - 1;
    boolean isBehindTheLast = position > last;
    return isBehindTheLast && (last < 0 || !arguments.get(last).takesTheRest())
        ? List.of()
        : completions(arguments.get(Math.min(position, last)), before, typed);
  }

  private List<String> completions(Argument argument, List<String> before, String typed) {
    return switch (argument) {
      case VERB -> verbs(typed);
      case TICKET, TICKET_OR_NEXT -> with(argument.words(), tickets(before.get(0)));
      case NAME, ASSIGNEE -> with(argument.words(), Offer.PEOPLE);
      case SAVED -> source.ask(Offer.SAVED);
      case TAG_CHANGES ->
          typed.startsWith("+") || typed.startsWith("-")
              ? behind(typed.substring(0, 1), source.ask(Offer.TAGS))
              : List.of();
      // Of the verbs that take a ticket or NEXT first.
      case FILTER -> before.get(1).equalsIgnoreCase("next") ? query(typed, argument) : List.of();
      case LISTING, WATCHED -> query(typed, argument);
      default -> argument.words();
    };
  }

  /** Those that the verb has something to do with. */
  private static Offer tickets(String verb) {
    return switch (Verb.of(verb).orElseThrow()) {
      case TAKE, ASSIGN, STATUS, CLOSE -> Offer.OPEN_TICKETS;
      case REOPEN, RATE -> Offer.CLOSED_TICKETS;
      default -> Offer.TICKETS;
    };
  }

  private List<String> with(List<String> words, Offer offer) {
    return Stream.concat(words.stream(), source.ask(offer).stream()).distinct().toList();
  }

  /** In the case that was begun in: upper unless it is lower. */
  private static List<String> verbs(String typed) {
    boolean lower = !typed.isEmpty() && Character.isLowerCase(typed.charAt(0));
    return Stream.concat(Stream.of(Verb.values()).map(Verb::name), Stream.of("EXIT"))
        .map(verb -> lower ? verb.toLowerCase(Locale.ROOT) : verb)
        .toList();
  }

  private List<String> query(String typed, Argument argument) {
    if (typed.startsWith("-")) {
      return behind("-", query(typed.substring(1), Argument.FILTER));
    }
    int colon = typed.indexOf(':');
    if (colon < 0) {
      return argument.words();
    }
    String qualifier = typed.substring(0, colon + 1);
    // Of a list of values the last one is completed.
    String kept = typed.substring(0, Math.max(colon, typed.lastIndexOf(',')) + 1);
    return switch (qualifier) {
      case "status:" -> behind(kept, Argument.STATUS.words());
      case "priority:" -> behind(kept, Argument.PRIORITY.words());
      case "assignee:" -> behind(qualifier, people(Argument.ASSIGNEE.words()));
      case "author:" -> behind(qualifier, people(List.of("me")));
      case "tag:" -> behind(qualifier, source.ask(Offer.TAGS));
      case "saved:" -> behind(qualifier, source.ask(Offer.SAVED));
      case "link:" -> behind(qualifier, source.ask(Offer.TICKETS));
      case "sort:" ->
          argument == Argument.LISTING ? behind(qualifier, Qualifiers.SORTS) : List.of();
      default -> List.of();
    };
  }

  /** Names as a query has them: in quotation marks where they hold spaces. */
  private List<String> people(List<String> words) {
    return with(words, Offer.PEOPLE).stream()
        .map(name -> name.indexOf(' ') < 0 ? name : '"' + name + '"')
        .toList();
  }

  private static List<String> behind(String prefix, List<String> values) {
    return values.stream().map(value -> prefix + value).toList();
  }
}
