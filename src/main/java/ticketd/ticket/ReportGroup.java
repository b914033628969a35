package ticketd.ticket;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a report says of one group of tickets.
 *
 * @param name empty for the total
 * @param filed how many were filed in the range
 * @param closed how many were closed in it, for the last time
 * @param open how many were not closed at its end
 * @param take how long it took until those were taken that were so in the range for the first time
 * @param close how long it took to close those that were closed in it
 * @param responsiveness mean of the ratings of those that were closed in it, like the others
 */
public record ReportGroup(
    Optional<String> name,
    long filed,
    long closed,
    long open,
    Times take,
    Times close,
    OptionalDouble responsiveness,
    OptionalDouble competence,
    OptionalDouble satisfaction) {
  /** Median and 90th percentile by nearest rank, in seconds; empty where there was none. */
  public record Times(OptionalLong median, OptionalLong p90) {}
}
