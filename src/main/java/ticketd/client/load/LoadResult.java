package ticketd.client.load;

import org.HdrHistogram.Histogram;

/**
 * What a load measured.
 *
 * @param latency of each request, in nanoseconds
 * @param errors replies that were errors
 * @param firstError the first of these, as it came; empty without
 * @param nanos from the first request to the last reply
 */
public record LoadResult(Histogram latency, long errors, String firstError, long nanos) {
  public double requestsPerSecond() {
    return nanos == 0 ? 0 : latency.getTotalCount() * 1e9 / nanos;
  }
}
