package ticketd.journal;

/**
 * The order that a file is a copy of, a desk kept elsewhere, as far as the file's header tells of
 * it.
 *
 * @param desk its number there
 * @param salt what its records' checksums begin with
 * @param generation of the desk when the file is made
 */
public record Origin(int desk, int salt, long generation) {
  /** The upper half of the word: "PG". No later version that seals a store uses it. */
  private static final long TAG = 0x5047L << 48;

  private static final long TAG_MASK = 0xffffL << 48;

  /** What the header's word says that names the desk; never 0. */
  long word() {
    return TAG | Integer.toUnsignedLong(desk);
  }

  static boolean isNamedBy(long word) {
    return (word & TAG_MASK) == TAG;
  }

  /** The number of the desk that the word names. */
  static int desk(long word) {
    return (int) word;
  }
}
