package ticketd.client.load;

/**
 * What a load measured.
 *
 * @param errors replies that were errors
 * @param firstError the first of these, as it came; empty without
 * @param nanos from the first request to the last reply
 */
public record LoadResult(Histogram latency, long errors, String firstError, long nanos) {
  public double requestsPerSecond() {
    return nanos == 0 ? 0 : latency.count() * 1e9 / nanos;
  }
}
