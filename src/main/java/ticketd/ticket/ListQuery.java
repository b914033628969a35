package ticketd.ticket;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A LIST: which tickets, in which order, how many.
 *
 * @param after with {@link Sort#ID} only: ids beyond it in the direction of the listing
 */
public record ListQuery(
    TicketQuery filter, Sort sort, boolean descending, OptionalInt limit, OptionalLong after) {
  public static final ListQuery ALL =
      new ListQuery(TicketQuery.ALL, Sort.ID, false, OptionalInt.empty(), OptionalLong.empty());

  /** The most that a short list shows. */
  private static final int SHORT = 256;

  /** Whether it shows so few tickets that others may soon ask for the same ones. */
  public boolean isShort() {
    return limit.isPresent() && limit.getAsInt() <= SHORT;
  }

  /** What tickets are ordered by. */
  public enum Sort {
    ID,
    /** The number of the last change. */
    UPDATED,
    /** Then by id, in the same direction. */
    PRIORITY,
    /** Then by id, in the same direction; those that are not due come last, in both. */
    DUE
  }
}
