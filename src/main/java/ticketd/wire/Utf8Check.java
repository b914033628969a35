package ticketd.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import ticketd.ticket.Characters;

/** Whether the bytes of a line are UTF-8 of characters that a line may hold. */
public final class Utf8Check {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long TOP_BITS = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  /** What else is known of a line once it was looked at. */
  public enum Finding {
    ASCII,
    NO_DIRECTION_MARK,
    /** It holds a character that titles and texts alone may hold. */
    DIRECTION_MARK
  }

  private Utf8Check() {}

  /**
   * Refuses a line that is not UTF-8 or holds a character no line may hold. TAB is accepted, CR and
   * LF are not.
   */
  public static Finding check(byte[] line, int from, int to) throws Refusal {
    int at = printableAscii(line, from, to);
    Finding finding = Finding.ASCII;
    while (at < to) {
      int point = line[at];
      if (point >= 0) {
        if (point != '\t' && (point < 0x20 || point == 0x7F)) {
          throw refused(point, line, from, at);
        }
        at++;
        continue;
      }
      int length = sequenceLength(line, at, to);
      if (length == 0) {
        throw Refusal.badText(Text.NOT_UTF_8, at - from + 1);
      }
      point = decode(line, at, length);
      if (!Characters.isAccepted(point)) {
        throw refused(point, line, from, at);
      }
      if (Characters.isDirectionMark(point)) {
        finding = Finding.DIRECTION_MARK;
      } else if (finding == Finding.ASCII) {
        finding = Finding.NO_DIRECTION_MARK;
      }
      at += length;
    }
    return finding;
  }

  private static Refusal refused(int point, byte[] line, int from, int at) {
    int column = 1;
    for (int i = from; i < at; i++) {
      if ((line[i] & 0xC0) != 0x80) {
        column++;
      }
    }
    return Refusal.badText(Text.CHARACTER_REFUSED, Characters.name(point), column);
  }

  /** Where the printable ASCII at the beginning ends, or a little before: eight bytes a step. */
  private static int printableAscii(byte[] line, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long eight = (long) EIGHT.get(line, at);
      // No byte reaches the next one: a byte above 0x7F is found by its own top bit.
      boolean noneAbove7e = ((eight | (eight + ONES)) & TOP_BITS) == 0;
      boolean noneBelow20 = ((eight + ONES * 0x60) & TOP_BITS) == TOP_BITS;
      if (!noneAbove7e || !noneBelow20) {
        break;
      }
    }
    return at;
  }

  /** The length of the well-formed sequence (Unicode 3.9, table 3-7) at {@code at}, or 0. */
  private static int sequenceLength(byte[] line, int at, int to) {
    int first = line[at] & 0xFF;
    int left = to - at;
    if (first >= 0xC2 && first <= 0xDF) {
      return left >= 2 && isTail(line[at + 1]) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      if (left < 3 || !isTail(line[at + 1]) || !isTail(line[at + 2])) {
        return 0;
      }
      int second = line[at + 1] & 0xFF;
      boolean overlong = first == 0xE0 && second < 0xA0;
      boolean surrogate = first == 0xED && second > 0x9F;
      return overlong || surrogate ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      if (left < 4 || !isTail(line[at + 1]) || !isTail(line[at + 2]) || !isTail(line[at + 3])) {
        return 0;
      }
      int second = line[at + 1] & 0xFF;
      boolean overlong = first == 0xF0 && second < 0x90;
      boolean tooHigh = first == 0xF4 && second > 0x8F;
      return overlong || tooHigh ? 0 : 4;
    }
    return 0;
  }

  private static boolean isTail(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static int decode(byte[] line, int at, int length) {
    int point = line[at] & (0xFF >> (length + 1));
    for (int i = 1; i < length; i++) {
      point = (point << 6) | (line[at + i] & 0x3F);
    }
    return point;
  }
}
