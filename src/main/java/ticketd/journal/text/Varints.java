package ticketd.journal.text;

/** Steps through varints; past the end it throws. */
final class Varints {
  private final byte[] bytes;
  int at;

  Varints(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  long next() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number of more than ten bytes at " + at);
  }

  int nextInt() {
    return Math.toIntExact(next());
  }
}
