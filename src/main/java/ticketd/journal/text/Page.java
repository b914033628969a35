package ticketd.journal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The ids of {@value #IDS} successive tickets, a bit each, and their bytes: where these are {@value
 * #BITMAP} they are the bits, little endian; where fewer, each id's distance to the one before as a
 * varint, the first one's to the page's beginning. The shorter of both, so a set has one form.
 */
final class Page {
  static final int BITS = 12;
  static final int IDS = 1 << BITS;
  static final int LONGS = IDS / Long.SIZE;
  static final int BITMAP = IDS / Byte.SIZE;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Page() {}

  static int of(long id) {
    return (int) (id >>> BITS);
  }

  /** Puts the bytes of the set at {@code at}, where there is room for a bitmap; how many. */
  static int encode(long[] bits, byte[] into, int at) {
    int end = at + BITMAP;
    int to = at;
    int before = 0;
    for (int word = 0; word < LONGS; word++) {
      for (long left = bits[word]; left != 0; left &= left - 1) {
        int id = word * Long.SIZE + Long.numberOfTrailingZeros(left);
        int distance = id - before;
        before = id;
        if (to + (distance < 0x80 ? 1 : 2) >= end) {
          return bitmap(bits, into, at);
        }
        if (distance >= 0x80) {
          into[to++] = (byte) (distance | 0x80);
          distance >>>= 7;
        }
        into[to++] = (byte) distance;
      }
    }
    return to - at;
  }

  private static int bitmap(long[] bits, byte[] into, int at) {
    for (int i = 0; i < BITMAP; i++) {
      into[at + i] = (byte) (bits[i >>> 3] >>> ((i & 7) << 3));
    }
    return BITMAP;
  }

  /** Adds what {@link #encode} made to a set. */
  static void add(byte[] from, int at, int length, long[] bits) {
    if (length == BITMAP) {
      for (int i = 0; i < LONGS; i++) {
        bits[i] |= (long) WORDS.get(from, at + i * Long.BYTES);
      }
      return;
    }
    int id = 0;
    int end = at + length;
    for (int i = at; i < end; ) {
      int distance = from[i++];
      if (distance < 0) {
        distance = (distance & 0x7f) | from[i++] << 7;
      }
      id += distance;
      bits[id >>> 6] |= 1L << id;
    }
  }

  /** Takes out of a set what is not in what {@link #encode} made. */
  static void retain(byte[] from, int at, int length, long[] bits) {
    if (length == BITMAP) {
      for (int i = 0; i < LONGS; i++) {
        bits[i] &= (long) WORDS.get(from, at + i * Long.BYTES);
      }
      return;
    }
    int id = 0;
    int word = 0;
    long found = 0;
    int end = at + length;
    for (int i = at; i < end; ) {
      int distance = from[i++];
      if (distance < 0) {
        distance = (distance & 0x7f) | from[i++] << 7;
      }
      id += distance;
      for (; word < id >>> 6; word++) {
        bits[word] &= found;
        found = 0;
      }
      found |= 1L << id;
    }
    for (; word < LONGS; word++) {
      bits[word] &= found;
      found = 0;
    }
  }
}
