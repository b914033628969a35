package ticketd.protocol;

import ticketd.wire.Utf8;

/**
 * What a browser or a web tool sends first: {@code <METHOD> <target> HTTP/<n>}. The method is any
 * token (RFC 9110, section 5.6.2); blanks are taken as leniently as RFC 9112, section 3, lets a
 * server, and the target as whatever stands between, since servers that took it for less were lied
 * to with it.
 */
final class HttpRequestLine {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final byte[] VERSION = Utf8.bytes("HTTP/");

  private HttpRequestLine() {}

  static boolean is(byte[] line, int from, int to) {
    int end = skipBlanksBack(line, from, to);
    int version = skipBack(line, from, end);
    int target = skipBlanksBack(line, from, version);
    int method = skipBlanks(line, from, target);
    int methodEnd = method;
    while (methodEnd < target && isTokenByte(line[methodEnd])) {
      methodEnd++;
    }
    return isVersion(line, version, end)
        && methodEnd > method
        && methodEnd < target
        && isBlank(line[methodEnd])
        && target < version;
  }

  /** {@code HTTP/} and digits, perhaps with a dot and digits behind them. */
  private static boolean isVersion(byte[] line, int from, int to) {
    int at = from;
    for (byte expected : VERSION) {
      if (at == to || line[at++] != expected) {
        return false;
      }
    }
    int digits = skipDigits(line, at, to);
    if (digits < to && digits > at && line[digits] == '.') {
      at = digits + 1;
      digits = skipDigits(line, at, to);
    }
    return digits > at && digits == to;
  }

  private static int skipDigits(byte[] line, int from, int to) {
    int at = from;
    while (at < to && line[at] >= '0' && line[at] <= '9') {
      at++;
    }
    return at;
  }

  private static int skipBlanks(byte[] line, int from, int to) {
    int at = from;
    while (at < to && isBlank(line[at])) {
      at++;
    }
    return at;
  }

  private static int skipBlanksBack(byte[] line, int from, int to) {
    int at = to;
    while (at > from && isBlank(line[at - 1])) {
      at--;
    }
    return at;
  }

  private static int skipBack(byte[] line, int from, int to) {
    int at = to;
    while (at > from && !isBlank(line[at - 1])) {
      at--;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isTokenByte(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || TOKEN_MARKS.indexOf(b) >= 0;
  }
}
