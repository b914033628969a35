package ticketd.wire;

import java.util.List;
import java.util.stream.Stream;

/** The words that may stand before a colon in a query. */
public final class Qualifiers {
  /** Names a query that is kept. */
  static final String SAVED = "saved";

  /** Of every query. */
  public static final List<String> FILTERS =
      List.of(
          "status",
          "author",
          "assignee",
          "tag",
          "priority",
          "id",
          "created",
          "updated",
          "due",
          "is",
          "link",
          "rated",
          SAVED,
          "text");

  /** Of a query that is kept. */
  static final List<String> IN_SAVED =
      FILTERS.stream().filter(name -> !name.equals(SAVED)).toList();

  public static final List<String> ONLY_LIST = List.of("sort", "limit", "after");

  static final List<String> ONLY_REPORT = List.of("by");

  /** What {@code by:} takes. */
  public static final List<String> GROUPINGS =
      List.of("day", "week", "month", "assignee", "author", "tag", "priority");

  static final List<String> ONLY_WATCH = List.of("since");

  /** Of LIST. */
  public static final List<String> LIST =
      Stream.of(FILTERS, ONLY_LIST).flatMap(List::stream).toList();

  /** What {@code is:} takes. */
  public static final List<String> STATES =
      List.of("open", "closed", "overdue", "blocked", "escalated");

  /** What {@code sort:} takes. */
  public static final List<String> SORTS =
      List.of("id", "-id", "updated", "-updated", "priority", "-priority", "due", "-due");

  private Qualifiers() {}
}
