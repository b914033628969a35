package ticketd.client.transfer;

import java.io.BufferedReader;
import java.io.IOException;

/** What a text begins with. */
final class Beginning {
  /** As much as is looked at to know what the text is, in UTF-16 units. */
  static final int MOST = 64 * 1024;

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private Beginning() {}

  /** Takes a byte order mark, which is no part of the text. */
  static void skipMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
  }

  /** Its first {@link #MOST}, or all of it where it is shorter; nothing of it is taken. */
  static String of(BufferedReader text) throws IOException {
    text.mark(MOST);
    char[] begin = new char[MOST];
    int length = 0;
    int count = text.read(begin, 0, MOST);
    while (count > 0 && (length += count) < MOST) {
      count = text.read(begin, length, MOST - length);
    }
    text.reset();
    return new String(begin, 0, length);
  }
}
