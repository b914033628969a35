package ticketd.ticket;

import java.time.Clock;

/**
 * What a report is asked for.
 *
 * @param range in which things were done that are counted; what is open is at its end
 * @param clock by whose zone days are told, and what has not come yet
 */
public record ReportQuery(TimeRange range, By by, TicketQuery filter, Clock clock) {
  /** So many groups of time, about, that a person can do something with them. */
  public static final int MOST_GROUPS = 3_660;

  /** What tickets are grouped by. */
  public enum By {
    TOTAL("total"),
    DAY("day"),
    WEEK("week"),
    MONTH("month"),
    ASSIGNEE("assignee"),
    AUTHOR("author"),
    TAG("tag"),
    PRIORITY("priority");

    private final String wireName;

    By(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /** Whether its groups are parts of the range. */
    public boolean isTime() {
      return this == DAY || this == WEEK || this == MONTH;
    }
  }
}
