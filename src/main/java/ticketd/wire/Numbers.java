package ticketd.wire;

/** Numbers in decimal digits. */
public final class Numbers {
  private Numbers() {}

  /**
   * The number that {@code digits} are, {@link Long#MAX_VALUE} for every one beyond it, and -1
   * where they are none or not only ASCII digits.
   */
  public static long clamped(String digits) {
    if (digits.isEmpty()) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      boolean fits = number < Long.MAX_VALUE / 10;
      number = fits ? number * 10 + digit : Long.MAX_VALUE;
    }
    return number;
  }
}
