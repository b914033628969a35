package ticketd.protocol;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a browser or a web tool sends first. */
final class HttpRequestLine {
  private static final Pattern FORM = Pattern.compile("[A-Z]+ [^ ]+ HTTP/[0-9]+(\\.[0-9]+)?");

  private HttpRequestLine() {}

  static boolean is(byte[] line, int from, int to) {
    return FORM.matcher(new String(line, from, to - from, StandardCharsets.ISO_8859_1)).matches();
  }
}
