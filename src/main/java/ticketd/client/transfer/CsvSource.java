package ticketd.client.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ticketd.client.transfer.SourceTicket.Remark;
import ticketd.ticket.TextFold;
import ticketd.wire.Excerpt;
import ticketd.wire.FrenchWords;

/** Lines of values, whose first line names the columns, in any order and in either language. */
final class CsvSource implements Source {
  /** UTF-16 units of a row: what a quotation mark that nobody closes may take in. */
  private static final int LONGEST_ROW = 16 * 1024 * 1024;

  private static final Pattern PARTS = Pattern.compile("[,;]");

  private enum Column {
    NUMBER("id", "number", "no", "no.", "n°", "#", "key", "issue key", "issue id", "numero"),
    URL("url", "link"),
    TITLE("title", "summary", "subject", "titre", "sujet", "resume"),
    DESCRIPTION("description", "body", "text", "texte"),
    AUTHOR("author", "reporter", "creator", "created by", "auteur", "rapporteur"),
    CREATED("created", "createdat", "created at", "date", "creation", "cree", "cree le", "filed"),
    CLOSED("closed", "closedat", "closed at", "resolved", "ferme", "ferme le", "fermeture"),
    UPDATED("updated", "updatedat", "updated at", "modifie", "modification"),
    STATUS("status", "state", "statut", "etat"),
    RESOLUTION("resolution", "statereason", "state reason"),
    PRIORITY("priority", "priorite"),
    ASSIGNEE("assignee", "assignees", "assigned to", "owner", "assigne a", "responsable"),
    TAGS("tags", "labels", "tag", "label", "etiquettes"),
    DUE("due", "due date", "echeance"),
    COMMENTS("comment", "comments", "commentaire", "commentaires");

    // Made unmodifiable below, which its type does not say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> names;

    Column(String... names) {
      this.names = List.of(names);
    }
  }

  private final CsvRecords records;
  private final Map<Column, List<Integer>> places;
  private final int width;
  private long row;
  private boolean broken;

  private CsvSource(CsvRecords records, Map<Column, List<Integer>> places, int width) {
    this.records = records;
    this.places = places;
    this.width = width;
  }

  /**
   * Reads the first line. A text without any is a source of nothing.
   *
   * @throws RowTooLongException when it is longer than {@link Beginning#MOST}
   * @throws NoTitleColumnException when none of its columns is a title
   */
  static CsvSource open(BufferedReader text) throws IOException {
    String first = Beginning.of(text).stripLeading().lines().findFirst().orElse("");
    CsvRecords records = new CsvRecords(text, CsvRecords.separatorOf(first));
    List<String> header = records.next(Beginning.MOST).orElse(List.of());
    Map<Column, List<Integer>> places = new EnumMap<>(Column.class);
    for (int i = 0; i < header.size(); i++) {
      String name = TextFold.fold(header.get(i).strip()).replace('_', ' ');
      for (Column column : Column.values()) {
        if (column.names.contains(name)) {
          places.computeIfAbsent(column, any -> new ArrayList<>()).add(i);
        }
      }
    }
    if (!header.isEmpty() && !places.containsKey(Column.TITLE)) {
      throw new NoTitleColumnException(header);
    }
    return new CsvSource(records, places, header.size());
  }

  @Override
  public Optional<Row> next() throws IOException {
    if (broken) {
      return Optional.empty();
    }
    Optional<List<String>> values;
    try {
      values = records.next(LONGEST_ROW);
    } catch (RowTooLongException e) {
      broken = true;
      String limit = Integer.toString(e.limit());
      return Optional.of(new Row.Unreadable(row + 1, Row.Flaw.TOO_LONG, limit));
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    row++;
    if (records.isUnfinished()) {
      return Optional.of(new Row.Unreadable(row, Row.Flaw.QUOTE_UNFINISHED, ""));
    }
    return Optional.of(row(values.get()));
  }

  private Row row(List<String> values) {
    if (values.size() < width) {
      String counts = values.size() + "/" + width;
      return new Row.Unreadable(row, Row.Flaw.TOO_FEW_COLUMNS, counts);
    }
    if (one(values, Column.TITLE).isBlank()) {
      return new Row.Unreadable(row, Row.Flaw.NO_TITLE, "");
    }
    for (Column column : List.of(Column.CREATED, Column.CLOSED)) {
      String time = one(values, column);
      if (!time.isBlank() && Moments.read(time).isEmpty()) {
        return new Row.Unreadable(row, Row.Flaw.NO_TIME, Excerpt.of(time));
      }
    }
    Optional<Instant> closedAt = Moments.read(one(values, Column.CLOSED));
    String said = one(values, Column.STATUS).strip();
    Optional<String> status =
        said.isEmpty() && closedAt.isPresent() ? Optional.of("closed") : status(said);
    if (status.isEmpty()) {
      return new Row.Unreadable(row, Row.Flaw.NO_STATUS, Excerpt.of(said));
    }
    String urgency = one(values, Column.PRIORITY).strip();
    Optional<String> priority = priority(urgency);
    if (priority.isEmpty()) {
      return new Row.Unreadable(row, Row.Flaw.NO_PRIORITY, Excerpt.of(urgency));
    }
    boolean closed = status.get().equals("closed");
    String how = closed ? one(values, Column.RESOLUTION).strip() : "";
    Optional<String> resolution = resolution(how);
    if (resolution.isEmpty()) {
      return new Row.Unreadable(row, Row.Flaw.NO_RESOLUTION, Excerpt.of(how));
    }
    Optional<Instant> createdAt = Moments.read(one(values, Column.CREATED));
    List<Remark> remarks =
        all(values, Column.COMMENTS)
            .map(text -> new Remark(one(values, Column.AUTHOR), createdAt, text, false))
            .toList();
    return new Row.Read(
        new SourceTicket(
            row,
            one(values, Column.NUMBER).strip(),
            one(values, Column.URL).strip(),
            one(values, Column.TITLE),
            one(values, Column.DESCRIPTION),
            one(values, Column.AUTHOR).strip(),
            createdAt,
            closed
                ? closedAt.or(() -> Moments.read(one(values, Column.UPDATED))).or(() -> createdAt)
                : closedAt,
            status.get(),
            closed ? resolution : Optional.empty(),
            priority.get(),
            parts(all(values, Column.ASSIGNEE)),
            parts(all(values, Column.TAGS).map(CsvSource::tags)),
            Optional.of(one(values, Column.DUE).strip()).filter(due -> !due.isEmpty()),
            remarks,
            List.of()));
  }

  private Stream<String> all(List<String> values, Column column) {
    return places.getOrDefault(column, List.of()).stream()
        .map(values::get)
        .filter(value -> !value.isBlank());
  }

  private String one(List<String> values, Column column) {
    return all(values, column).findFirst().orElse("");
  }

  private static List<String> parts(Stream<String> values) {
    return values
        .flatMap(value -> Stream.of(PARTS.split(value)))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Tags with something between them: blanks are only where there is nothing else. */
  private static String tags(String said) {
    return PARTS.matcher(said).find() ? said : said.strip().replace(' ', ',');
  }

  private static String word(String said) {
    return TextFold.fold(said.strip()).replace(' ', '-').replace('_', '-');
  }

  /** A status of ours; empty where it is none that is known. */
  private static Optional<String> status(String said) {
    String word = FrenchWords.wire(word(said));
    return switch (word) {
      case "", "open", "new", "to-do", "todo", "backlog", "reopened", "nouveau", "a-faire" ->
          Optional.of("open");
      case "in-progress", "started", "doing", "assigned", "in-review" -> Optional.of("in-progress");
      case "waiting", "pending", "on-hold", "blocked" -> Optional.of("waiting");
      case "closed", "done", "resolved", "fixed", "termine", "clos" -> Optional.of("closed");
      default -> Optional.empty();
    };
  }

  /** Likewise a resolution. */
  private static Optional<String> resolution(String said) {
    String word = FrenchWords.wire(word(said)).replace("'", "").replace("’", "");
    return switch (word) {
      case "", "fixed", "done", "resolved", "completed", "complete", "unresolved", "none", "-" ->
          Optional.of("fixed");
      case "wont-fix", "wontfix", "wont-do", "not-planned", "declined", "rejected" ->
          Optional.of("wont-fix");
      case "duplicate" -> Optional.of("duplicate");
      case "invalid", "cannot-reproduce", "not-a-bug", "works-for-me", "incomplete" ->
          Optional.of("invalid");
      default -> Optional.empty();
    };
  }

  /** Likewise a priority. */
  private static Optional<String> priority(String said) {
    String word = FrenchWords.wire(word(said));
    return switch (word) {
      case "urgent", "highest", "critical", "blocker", "immediate", "critique" ->
          Optional.of("urgent");
      case "high", "major", "elevee" -> Optional.of("high");
      case "", "normal", "medium", "moyenne", "none", "-" -> Optional.of("normal");
      case "low", "lowest", "minor", "trivial", "faible" -> Optional.of("low");
      default -> Optional.empty();
    };
  }
}
