package ticketd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growing UTF-8 bytes: the lines of a reply while they are written. For one thread at a time. */
public final class LineBuffer {
  private static final int FIRST_CAPACITY = 256;

  /** What an idle connection may keep. */
  private static final int KEPT_CAPACITY = 8 * 1024;

  /**
   * The most that is allocated ahead of being needed: replies are passed on before they are as
   * long.
   */
  private static final int MOST_EXPECTED = 80 * 1024;

  private static final int LONGEST_DECIMAL = 20;
  private static final int LONG_TEXT = 64;

  private byte[] bytes = new byte[0];
  private int size;

  /** What the first append allocates: about what was handed over last. */
  private int expected = FIRST_CAPACITY;

  /**
   * Takes over the bytes of a buffer.
   *
   * @param <T> what becomes of them
   */
  public interface Taker<T> {
    /** The first {@code length} of {@code bytes}, which nobody else holds. */
    T take(byte[] bytes, int length);
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
    if (bytes.length > KEPT_CAPACITY) {
      bytes = new byte[0];
    }
  }

  /** Gives the bytes away, without a copy, and is empty afterwards. */
  public <T> T handOver(Taker<T> taker) {
    byte[] given = bytes;
    int length = size;
    bytes = new byte[0];
    size = 0;
    expected = Math.max(FIRST_CAPACITY, Math.min(MOST_EXPECTED, length + length / 4));
    return taker.take(given, length);
  }

  /** A copy of what was appended. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** A copy of what was appended behind the first {@code from} bytes. */
  public byte[] toByteArray(int from) {
    return Arrays.copyOfRange(bytes, from, size);
  }

  /** What was appended, as text. */
  public String asString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  public LineBuffer append(LineBuffer other) {
    return append(other.bytes, 0, other.size);
  }

  public LineBuffer append(byte[] more) {
    return append(more, 0, more.length);
  }

  public LineBuffer append(byte[] from, int offset, int length) {
    makeRoom(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
    return this;
  }

  public LineBuffer append(byte single) {
    makeRoom(1);
    bytes[size++] = single;
    return this;
  }

  /** An ASCII character. */
  public LineBuffer append(char ascii) {
    return append((byte) ascii);
  }

  /** {@code text} as UTF-8; it holds no unpaired surrogate. */
  public LineBuffer append(String text) {
    // The JVM's own encoder works on many characters at a time, but makes an array.
    return text.length() < LONG_TEXT
        ? append(text, 0, text.length())
        : append(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The UTF-16 units from {@code from} up to {@code to} of {@code text}, as UTF-8. */
  public LineBuffer append(String text, int from, int to) {
    makeRoom(to - from);
    byte[] target = bytes;
    int at = size;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = at;
        appendBeyondAscii(text, i, to);
        return this;
      }
      target[at++] = (byte) c;
    }
    size = at;
    return this;
  }

  private void appendBeyondAscii(String text, int from, int to) {
    // A UTF-16 unit is at most three bytes of UTF-8.
    makeRoom(Math.multiplyExact(to - from, 3));
    byte[] target = bytes;
    int at = size;
    for (int i = from; i < to; i++) {
      int c = text.charAt(i);
      if (c < 0x80) {
        target[at++] = (byte) c;
      } else if (c < 0x800) {
        target[at++] = (byte) (0xC0 | (c >> 6));
        target[at++] = tail(c);
      } else if (Character.isHighSurrogate((char) c) && i + 1 < to) {
        int point = Character.toCodePoint((char) c, text.charAt(++i));
        target[at++] = (byte) (0xF0 | (point >> 18));
        target[at++] = tail(point >> 12);
        target[at++] = tail(point >> 6);
        target[at++] = tail(point);
      } else {
        target[at++] = (byte) (0xE0 | (c >> 12));
        target[at++] = tail(c >> 6);
        target[at++] = tail(c);
      }
    }
    size = at;
  }

  /** A byte of UTF-8 behind the first: the low six bits. */
  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** {@code number} in decimal. */
  public LineBuffer append(long number) {
    if (number < 0) {
      return append(Long.toString(number));
    }
    makeRoom(LONGEST_DECIMAL);
    int end = size + digits(number);
    size = end;
    long left = number;
    do {
      bytes[--end] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left != 0);
    return this;
  }

  private static int digits(long number) {
    int digits = 1;
    for (long left = number / 10; left != 0; left /= 10) {
      digits++;
    }
    return digits;
  }

  /** What was appended, up to {@link #size}; good until the next change. */
  byte[] array() {
    return bytes;
  }

  private void makeRoom(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(expected, doubled)));
    }
  }
}
