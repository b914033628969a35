package ticketd.journal.text;

import java.util.Arrays;

/** Bytes that are put one behind the other, and more room whenever it is needed. */
final class Bytes {
  private byte[] array = new byte[256];
  private int length;

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** At least {@code more} bytes can be put behind {@link #length} by hand, see {@link #took}. */
  byte[] room(int more) {
    if (length + more > array.length) {
      array = Arrays.copyOf(array, Math.max(length + more, array.length * 2));
    }
    return array;
  }

  void took(int more) {
    length += more;
  }

  void put(byte[] from, int at, int count) {
    System.arraycopy(from, at, room(count), length, count);
    length += count;
  }

  void varint(long value) {
    byte[] to = room(10);
    long left = value;
    while (left >>> 7 != 0) {
      to[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    to[length++] = (byte) left;
  }
}
