package ticketd.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ticketd.door.AddressLiteral;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/**
 * The head of one request, taken line by line as strictly as RFC 9112 lets a server be: what two
 * programs could read in two ways is refused, so that none ahead of this one takes for a body what
 * is a request here. Each line is without its CRLF.
 */
final class RequestHead {
  static final int MAX_TARGET = 16 << 10;
  static final int MAX_HEADERS = 32 << 10;
  static final int MAX_HEADER_COUNT = 64;

  /** A request line of the longest target, the longest method and the version. */
  static final int MAX_REQUEST_LINE = MAX_TARGET + 32;

  static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

  private static final Set<String> PASSED =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /**
   * A name, or an address, in brackets with colons in it; and a port (RFC 3986, section 3.2). The
   * name is taken possessively: a repeated choice is otherwise matched by a call within a call for
   * each character, and a long one ends the thread's stack, and with it the process.
   */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:(?:[\\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+|(\\[[0-9A-Fa-f:.]+\\]))(?::([0-9]{0,5}))?");

  private static final int MAX_PORT = 65_535;

  /** Digits of a length that no {@code long} can mistake. */
  private static final int MAX_LENGTH_DIGITS = 15;

  /** The lines that are passed on as they came, each with its CRLF. */
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);

  private String method = "";
  private String target = "";
  private boolean isVersion11;

  /** Of a target in absolute form. */
  private Optional<String> authority = Optional.empty();

  private int headersLength;
  private int headers;
  private int hosts;
  private Optional<String> host = Optional.empty();

  /** What is wrong with what was taken, and is said once the host is known. */
  private Optional<Malformed> fault = Optional.empty();

  private @Nullable String length;
  private boolean isChunked;
  private boolean expectsContinue;
  private Optional<String> languages = Optional.empty();
  private Optional<String> authorization = Optional.empty();
  private Optional<String> cookies = Optional.empty();
  private boolean isForwarded;
  private boolean isJudged;

  /** Why what it shows proves nobody, once that was looked at. */
  private Optional<Problem> disproof = Optional.empty();

  private boolean isAltered;

  /** What is wrong with a request; the connection ends behind the answer. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Malformed(Problem problem) {
      super(problem.code().wireName(), null, false, false);
      this.problem = problem;
    }

    Malformed(Text text) {
      this(Problem.of(ErrorCode.BAD_REQUEST, Message.of(text)));
    }

    Malformed(int status, ErrorCode code, Text text, Object... arguments) {
      this(new Problem(status, code, Message.of(text, arguments)));
    }

    Problem problem() {
      return problem;
    }
  }

  boolean isBegun() {
    return !method.isEmpty();
  }

  /** Takes {@code METHOD target HTTP/1.1}. */
  void requestLine(byte[] bytes, int from, int to) throws Malformed {
    int methodEnd = find(bytes, from, to, ' ');
    int targetEnd = methodEnd < to ? find(bytes, methodEnd + 1, to, ' ') : to;
    if (targetEnd == to || find(bytes, targetEnd + 1, to, ' ') < to) {
      throw new Malformed(Text.REQUEST_LINE_MALFORMED);
    }
    String sent = ascii(bytes, from, methodEnd);
    if (sent.equals("PRI")) {
      note(new Malformed(505, ErrorCode.NOT_THIS_PROTOCOL, Text.HTTP_VERSION));
    }
    version(ascii(bytes, targetEnd + 1, to));
    if (targetEnd - methodEnd - 1 > MAX_TARGET) {
      note(targetTooLong());
    }
    target = target(bytes, methodEnd + 1, targetEnd);
    if (!isToken(bytes, from, methodEnd)) {
      throw new Malformed(Text.REQUEST_LINE_MALFORMED);
    } else if (!PASSED.contains(sent)) {
      note(new Malformed(405, ErrorCode.BAD_REQUEST, Text.METHOD_UNKNOWN, METHODS));
    } else if (fault.isEmpty() && !target.startsWith("/") && !isAbsolute(target)) {
      throw new Malformed(Text.TARGET_MALFORMED);
    }
    method = sent;
    if (target.startsWith("/")) {
      keep(bytes, from, to);
    } else {
      keepOriginForm(ascii(bytes, targetEnd, to));
    }
  }

  /** The layer behind this one would not take a target and a host that differ. */
  private void keepOriginForm(String version) {
    Target absolute = Target.of(target);
    authority = absolute.authority();
    String query = target.indexOf('?') < 0 ? "" : "?" + absolute.query();
    byte[] line =
        (method + " " + absolute.path() + query + version).getBytes(StandardCharsets.ISO_8859_1);
    keep(line, 0, line.length);
    isAltered = true;
  }

  static Malformed targetTooLong() {
    return new Malformed(414, ErrorCode.LINE_TOO_LONG, Text.TARGET_TOO_LONG, MAX_TARGET);
  }

  static Malformed headersTooLarge() {
    return new Malformed(
        431, ErrorCode.LINE_TOO_LONG, Text.HEADERS_TOO_LARGE, MAX_HEADER_COUNT, MAX_HEADERS);
  }

  private void version(String version) throws Malformed {
    if (!version.equals("HTTP/1.1") && !version.matches("HTTP/[0-9](\\.[0-9])?")) {
      throw new Malformed(Text.REQUEST_LINE_MALFORMED);
    } else if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      note(new Malformed(505, ErrorCode.NOT_THIS_PROTOCOL, Text.HTTP_VERSION));
    }
    isVersion11 = version.endsWith(".1");
  }

  private static String target(byte[] bytes, int from, int to) throws Malformed {
    for (int i = from; i < to; i++) {
      boolean isEncoded =
          bytes[i] == '%' && i + 2 < to && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
      if (bytes[i] <= ' '
          || bytes[i] == 0x7F
          || bytes[i] == '#'
          || (bytes[i] == '%' && !isEncoded)) {
        throw new Malformed(Text.TARGET_MALFORMED);
      }
    }
    return ascii(bytes, from, to);
  }

  private static boolean isAbsolute(String target) {
    String scheme = target.substring(0, Math.min(target.length(), 8)).toLowerCase(Locale.ROOT);
    return scheme.startsWith("http://") || scheme.equals("https://");
  }

  /** Takes {@code Name: value}; what continues the line before is refused. */
  void header(byte[] bytes, int from, int to) throws Malformed {
    int colon = field(bytes, from, to);
    if (isAscii(bytes, colon, to)) {
      header(bytes, from, colon, to);
    } else {
      byte[] line = inAscii(bytes, from, to);
      isAltered = true;
      header(line, 0, colon - from, line.length);
    }
  }

  private void header(byte[] bytes, int from, int colon, int to) throws Malformed {
    int begin = colon + 1;
    int end = to;
    while (begin < end && isBlank(bytes[begin])) {
      begin++;
    }
    while (end > begin && isBlank(bytes[end - 1])) {
      end--;
    }
    if (look(ascii(bytes, from, colon).toLowerCase(Locale.ROOT), bytes, begin, end)) {
      keep(bytes, from, to);
    }
  }

  private static boolean isAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * A copy with a question mark for each byte that is none of ASCII. Those mean nothing to a server
   * (RFC 9110, section 5.5), and the layer behind this one decodes UTF-8: of a sequence that is
   * broken off it takes the end of the line for a part, and so the next header with it.
   */
  private static byte[] inAscii(byte[] bytes, int from, int to) {
    byte[] line = Arrays.copyOfRange(bytes, from, to);
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i] < 0 ? (byte) '?' : line[i];
    }
    return line;
  }

  /** Takes a field behind a chunked body, which counts as a header and means nothing here. */
  void trailer(byte[] bytes, int from, int to) throws Malformed {
    field(bytes, from, to);
  }

  /** Where the colon of a well-formed field is. */
  private int field(byte[] bytes, int from, int to) throws Malformed {
    headersLength += to - from + 2;
    headers++;
    if (headersLength > MAX_HEADERS || headers > MAX_HEADER_COUNT) {
      throw headersTooLarge();
    }
    if (bytes[from] == ' ' || bytes[from] == '\t') {
      throw new Malformed(Text.HEADER_FOLDED);
    }
    int colon = find(bytes, from, to, ':');
    if (colon == to || !isToken(bytes, from, colon)) {
      throw new Malformed(Text.HEADER_MALFORMED);
    }
    for (int i = colon + 1; i < to; i++) {
      if (bytes[i] == 0x7F || (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t')) {
        throw new Malformed(Text.HEADER_MALFORMED);
      }
    }
    return colon;
  }

  /** Whether the header is passed on by {@link #with}; what frames a body is said anew. */
  private boolean look(String name, byte[] bytes, int from, int to) throws Malformed {
    switch (name) {
      case "host" -> {
        if (++hosts > 1) {
          throw new Malformed(Text.HOST_REPEATED);
        } else if (!isHost(ascii(bytes, from, to))) {
          // What is no name is not one of this server's either.
          throw new Malformed(421, ErrorCode.FORBIDDEN, Text.HOST_MALFORMED);
        }
        return isKeptHost(ascii(bytes, from, to));
      }
      case "content-length" -> {
        if (length != null) {
          note(new Malformed(Text.LENGTH_REPEATED));
        }
        length = ascii(bytes, from, to);
        if (!length.matches("[0-9]{1," + MAX_LENGTH_DIGITS + "}")) {
          note(new Malformed(Text.LENGTH_MALFORMED));
        }
        return false;
      }
      case "transfer-encoding" -> {
        if (isChunked || !ascii(bytes, from, to).equalsIgnoreCase("chunked")) {
          note(new Malformed(Text.CODING_UNKNOWN));
        }
        isChunked = true;
        isAltered = true;
        return false;
      }
      case "expect" -> {
        if (!ascii(bytes, from, to).equalsIgnoreCase("100-continue")) {
          note(new Malformed(417, ErrorCode.BAD_REQUEST, Text.EXPECTATION_UNKNOWN));
        }
        expectsContinue = true;
        isAltered = true;
        return false;
      }
      case "trailer" -> {
        isAltered = true;
        return false;
      }
      case "authorization" -> authorization = joined(authorization, ascii(bytes, from, to));
      case "cookie" -> cookies = joined(cookies, ascii(bytes, from, to));
      case "forwarded", "x-forwarded-for", "via" -> isForwarded = true;
      case "accept-language" -> languages = Optional.of(ascii(bytes, from, to));
      default -> {
        return true;
      }
    }
    return true;
  }

  private static Optional<String> joined(Optional<String> before, String value) {
    return Optional.of(before.map(it -> it + ", " + value).orElse(value));
  }

  /** Has it said where the host is one of this server's; of several faults the first. */
  private void note(Malformed malformed) {
    fault = fault.or(() -> Optional.of(malformed));
  }

  /** The layer behind this one takes no colon without a port, which says as much as none. */
  private boolean isKeptHost(String sent) {
    boolean hasNoPort = sent.endsWith(":");
    String name = hasNoPort ? sent.substring(0, sent.length() - 1) : sent;
    host = Optional.of(name);
    if (hasNoPort) {
      byte[] line = ("Host: " + name).getBytes(StandardCharsets.ISO_8859_1);
      keep(line, 0, line.length);
      isAltered = true;
    }
    return !hasNoPort;
  }

  /** Looks at the head as a whole, all lines of which were taken. */
  void end(RequestRules rules) throws Malformed {
    check(rules);
    Optional<Malformed> misdirected = misdirected(rules);
    if (misdirected.isPresent() && (isChunked || bodyLength() > 0)) {
      // Nothing is said of its body.
      throw misdirected.get();
    }
  }

  /** That the host, where one was taken, is none of this server's: said before all else. */
  Optional<Malformed> misdirected(RequestRules rules) {
    return host.flatMap(rules::check).map(Malformed::new);
  }

  private void check(RequestRules rules) throws Malformed {
    Optional<Problem> foreign = authority.flatMap(rules::check);
    if (foreign.isPresent()) {
      throw new Malformed(foreign.get());
    } else if (fault.isPresent()) {
      throw fault.get();
    }
    if (isVersion11 && hosts == 0) {
      throw new Malformed(Text.HOST_MISSING);
    }
    if (isChunked && (length != null || !isVersion11)) {
      throw new Malformed(Text.LENGTH_AND_CODING);
    }
    int maxBody = rules.maxBody(path());
    if (bodyLength() > maxBody && (shown().areThere() || !isRefused(rules, bodyLength(), false))) {
      throw bodyTooLong(maxBody);
    }
  }

  static Malformed bodyTooLong(int max) {
    return new Malformed(413, ErrorCode.LINE_TOO_LONG, Text.BODY_TOO_LONG, max);
  }

  /** Of the path alone, as it was sent. */
  String path() {
    return Target.of(target).path();
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** What {@code Accept-Language} says, where it was read. */
  Optional<String> languages() {
    return languages;
  }

  /** What it shows of who sends it. */
  Credentials shown() {
    return new Credentials(authorization, cookies, isForwarded);
  }

  /** Whether no more of a body so long is to be taken until what is shown was looked at. */
  boolean isInQuestion(RequestRules rules, long length) {
    return !isJudged && length > rules.maxOfStrangers() && shown().areThere();
  }

  /** Takes why what is shown proves nobody; empty where it proves somebody. */
  void judge(Optional<Problem> why) {
    isJudged = true;
    disproof = why;
  }

  /**
   * Whether a body so long is too much of somebody who has not proved who it is, and is not waited
   * for: the head is answered.
   *
   * @param isAnswered whether it is already, as far as it goes
   * @throws Malformed where that cannot be, or nothing has to be proved
   */
  boolean isRefused(RequestRules rules, long length, boolean isAnswered) throws Malformed {
    if (length <= rules.maxOfStrangers() || (isJudged && disproof.isEmpty())) {
      return false;
    } else if (rules.isForAnybody(path())) {
      throw bodyTooLong(Math.toIntExact(rules.maxOfStrangers()));
    } else if (isAnswered || !isVersion11) {
      throw new Malformed(disproof.orElseGet(Askers::signInFirst));
    }
    return true;
  }

  boolean isChunked() {
    return isChunked;
  }

  /** Bytes of a body that is not chunked. */
  long bodyLength() {
    return length == null ? 0 : Long.parseLong(length);
  }

  /** Whether its peer may wait for a word before it sends the body (RFC 9110, section 10.1.1). */
  boolean expectsContinue() {
    return expectsContinue && isVersion11 && (isChunked || bodyLength() > 0);
  }

  /** Whether it is not passed on byte by byte as it came. */
  boolean isAltered() {
    return isAltered;
  }

  /** The head, its empty line included, of a request whose body has that many bytes. */
  byte[] withBodyOf(int bytes) {
    return with(length == null && !isChunked ? "" : "Content-Length: " + bytes + "\r\n");
  }

  /** The head, its empty line included, of one whose body comes when it is asked for, chunked. */
  byte[] withExpectation() {
    return with("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n");
  }

  private byte[] with(String framing) {
    byte[] last = (framing + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] head = new byte[kept.size() + last.length];
    System.arraycopy(kept.toByteArray(), 0, head, 0, kept.size());
    System.arraycopy(last, 0, head, kept.size(), last.length);
    return head;
  }

  private void keep(byte[] bytes, int from, int to) {
    kept.write(bytes, from, to - from);
    kept.write('\r');
    kept.write('\n');
  }

  private static int find(byte[] bytes, int from, int to, char wanted) {
    int i = from;
    while (i < to && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  private static boolean isHost(String text) {
    Matcher matcher = HOST.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    String address = matcher.group(1);
    String port = matcher.group(2);
    return (address == null || AddressLiteral.parse(address).isPresent())
        && (port == null || port.isEmpty() || Integer.parseInt(port) <= MAX_PORT);
  }

  private static boolean isHex(byte b) {
    return Character.digit((char) (b & 0xFF), 16) >= 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isToken(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      boolean isOne =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || TOKEN_MARKS.indexOf(b) >= 0;
      if (!isOne) {
        return false;
      }
    }
    return to > from;
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
