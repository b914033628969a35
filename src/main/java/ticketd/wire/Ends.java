package ticketd.wire;

/**
 * The two ends of {@code a..b} in a query, either of which may be left out, or one value as both.
 */
record Ends(String from, String to, boolean areOneValue) {
  static Ends of(String value) {
    int dots = value.indexOf("..");
    return dots < 0
        ? new Ends(value, value, true)
        : new Ends(value.substring(0, dots), value.substring(dots + 2), false);
  }

  boolean areBothEmpty() {
    return from.isEmpty() && to.isEmpty();
  }
}
