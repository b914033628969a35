package ticketd.client.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines of values (RFC 4180): a value in quotation marks may hold separators, line breaks and,
 * twice each, quotation marks. For one thread.
 */
final class CsvRecords {
  private static final int END = -1;

  private final BufferedReader text;
  private final char separator;
  private boolean unfinished;

  private int limit;

  /** How much more the record may have. */
  private int left;

  CsvRecords(BufferedReader text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /** The separator that the first line has most of, outside quotation marks. */
  static char separatorOf(String firstLine) {
    char best = ',';
    int most = 0;
    for (char candidate : new char[] {',', ';', '\t'}) {
      int count = 0;
      boolean quoted = false;
      for (int i = 0; i < firstLine.length(); i++) {
        char c = firstLine.charAt(i);
        quoted ^= c == '"';
        count += c == candidate && !quoted ? 1 : 0;
      }
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * The next record that is not blank; empty at the end.
   *
   * @param most UTF-16 units that its values and separators may have
   * @throws RowTooLongException when it has more; it is not read to its end
   */
  Optional<List<String>> next(int most) throws IOException {
    limit = most;
    List<String> values = record();
    while (values.size() == 1 && values.get(0).isBlank()) {
      values = record();
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(values);
  }

  /** Whether the text ended inside quotation marks. */
  boolean isUnfinished() {
    return unfinished;
  }

  private List<String> record() throws IOException {
    List<String> values = new ArrayList<>();
    left = limit;
    int c = text.read();
    if (c == END) {
      return values;
    }
    StringBuilder value = new StringBuilder();
    while (true) {
      if (c == '"' && value.isEmpty()) {
        c = quoted(value);
      }
      while (c != END && c != '\n' && c != '\r' && c != separator) {
        count();
        value.append((char) c);
        c = text.read();
      }
      values.add(value.toString());
      value.setLength(0);
      if (c != separator) {
        break;
      }
      count();
      c = text.read();
    }
    if (c == '\r') {
      text.mark(1);
      if (text.read() != '\n') {
        text.reset();
      }
    }
    return values;
  }

  private void count() throws RowTooLongException {
    if (left-- == 0) {
      throw new RowTooLongException(limit);
    }
  }

  /** Reads to the closing quotation mark; what comes behind it. */
  private int quoted(StringBuilder value) throws IOException {
    while (true) {
      int c = text.read();
      if (c == END) {
        unfinished = true;
        return END;
      }
      if (c == '"') {
        int after = text.read();
        if (after != '"') {
          return after;
        }
      }
      count();
      value.append((char) c);
    }
  }
}
