package ticketd.client.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ticketd.protocol.Json;

/** What a server knows of and completion offers: of the tickets that changed last, and no more. */
public enum Offer {
  TICKETS("LIST sort:-updated limit:100"),
  OPEN_TICKETS("LIST -status:closed sort:-updated limit:100"),
  CLOSED_TICKETS("LIST status:closed sort:-updated limit:100"),
  PEOPLE("LIST sort:-updated limit:500"),
  TAGS("LIST sort:-updated limit:500"),
  SAVED("SAVED");

  /** A row in text: id and author, then a title that may hold anything, date and attributes. */
  private static final Pattern ROW =
      Pattern.compile("#([0-9]+) \\[([^\\]]*)\\] .* - (?:[0-9/]{10}|[0-9-]{10})((?: · [^·]*)*)");

  private static final Pattern ASSIGNEE = Pattern.compile(" · @([^·]+?)(?= ·|$)");
  private static final Pattern TAG = Pattern.compile(" · \\+([a-z0-9._-]+)");
  private static final Pattern QUERY = Pattern.compile(" ([a-z0-9._-]+): .*");

  /** A person who asked for completion goes on typing then. */
  public static final Duration PATIENCE = Duration.ofMillis(300);

  private final String request;

  Offer(String request) {
    this.request = request;
  }

  /** Whose answer has it. */
  public String request() {
    return request;
  }

  /** What the data lines of the answer come to, each once: ids as they came, the rest in order. */
  public List<String> in(List<String> lines) {
    Set<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      for (String value : values(line)) {
        if (!value.isEmpty() && sorted.add(value)) {
          all.add(value);
        }
      }
    }
    return isOfTickets() ? all : List.copyOf(sorted);
  }

  private boolean isOfTickets() {
    return this == TICKETS || this == OPEN_TICKETS || this == CLOSED_TICKETS;
  }

  private List<String> values(String line) {
    return line.startsWith("{") ? inJson(Json.parse(line)) : inText(line);
  }

  private List<String> inJson(Json row) {
    return switch (this) {
      case PEOPLE -> List.of(row.text("author"), row.text("assignee"));
      case TAGS -> row.texts("tags");
      case SAVED -> List.of(row.text("name"));
      default -> List.of(row.text("id"));
    };
  }

  private List<String> inText(String line) {
    if (this == SAVED) {
      Matcher query = QUERY.matcher(line);
      return query.matches() ? List.of(query.group(1)) : List.of();
    }
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      return List.of();
    }
    String attributes = row.group(3);
    return switch (this) {
      case PEOPLE ->
          Stream.concat(Stream.of(row.group(2)), found(ASSIGNEE, attributes).stream()).toList();
      case TAGS -> found(TAG, attributes);
      default -> List.of(row.group(1));
    };
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** The one of that name in lower case, {@code open-tickets} for instance. */
  public static Optional<Offer> of(String name) {
    return Stream.of(values()).filter(offer -> offer.word().equals(name)).findFirst();
  }

  /** How a script names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
