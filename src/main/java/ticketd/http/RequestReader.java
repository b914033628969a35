package ticketd.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import ticketd.door.UnfinishedRequests;
import ticketd.http.RequestHead.Malformed;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/**
 * Cuts one connection's bytes into requests and passes on whole ones only, each with its length
 * said once: a chunked body is put together, trailers and chunk extensions are dropped. What is not
 * exactly as RFC 9112 wants it is refused, and nothing behind it is to be read.
 */
final class RequestReader {
  /** Ends a body that was asked for. */
  static final ByteString LAST_CHUNK = ascii("0\r\n\r\n");

  private static final byte[] NOTHING = {};
  private static final ByteString HEAD_METHOD = ascii("HEAD ");
  private static final int SMALLEST_BUFFER = 512;

  /** A chunk's length in hexadecimal digits, of which leading zeros are some. */
  private static final int MAX_SIZE_DIGITS = 8;

  /** A chunk's first line with its extensions. */
  private static final int MAX_SIZE_LINE = 256;

  /** What was found among the bytes so far. */
  sealed interface Found {
    /** A request from its first byte to its last. */
    record Whole(ByteString bytes) implements Found {}

    /** The head of a request whose peer waits for a word before it sends the body. */
    record Expecting(ByteString head) implements Found {}

    /** The body of such a request: one chunk, and the end. */
    record Body(ByteString bytes) implements Found {}

    /** Nothing until what the head shows of who sends it was looked at, and {@link #judge}d. */
    enum InQuestion implements Found {
      INSTANCE
    }

    /** Nothing until more comes. */
    enum More implements Found {
      INSTANCE
    }
  }

  private enum Phase {
    HEAD,
    FIXED,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    /** More comes of the body than is taken of a stranger: it is dropped as it comes. */
    REFUSED
  }

  private final RequestRules rules;
  private final UnfinishedRequests unfinished;
  private long reserved;

  private byte[] bytes = NOTHING;
  private int end;

  /** Where what was not yet passed on begins. */
  private int start;

  /** Where the line begins, or the data, that is looked at. */
  private int from;

  /** How far the line was searched for its end. */
  private int searched;

  private Phase phase = Phase.HEAD;
  private RequestHead head = new RequestHead();

  /** Whether the head was passed on by itself. */
  private boolean isExpecting;

  private int max;
  private long chunkLeft;
  private @Nullable ByteArrayOutputStream chunks;

  /**
   * @param unfinished counts what is held
   */
  RequestReader(RequestRules rules, UnfinishedRequests unfinished) {
    this.rules = rules;
    this.unfinished = unfinished;
  }

  /** Whether a request was begun and its end has not come. */
  boolean isInside() {
    return end > start || phase != Phase.HEAD || head.isBegun();
  }

  /** Whether its head is whole. */
  boolean isInBody() {
    return phase != Phase.HEAD;
  }

  /** Whether the head of the request begun was passed on already. */
  boolean isExpecting() {
    return isExpecting;
  }

  /** Of the request begun, as far as it came. */
  Optional<String> languages() {
    return head.languages();
  }

  /** Of the request begun: an answer to HEAD has no body, even where the line is not understood. */
  boolean isHead() {
    return head.isHead()
        || (!head.isBegun()
            && HEAD_METHOD.equals(slice(start, Math.min(end, start + HEAD_METHOD.size()))));
  }

  /** What the request begun shows of who sends it. */
  Credentials shown() {
    return head.shown();
  }

  /** Takes why that proves nobody; empty where it proves somebody. */
  void judge(Optional<Problem> disproof) {
    head.judge(disproof);
  }

  /** Forgets all that came. */
  void drop() {
    bytes = NOTHING;
    chunks = null;
    start = 0;
    end = 0;
    account(0);
  }

  /** Takes more bytes, after all that {@link #next} found in those before. */
  void take(ByteString more) throws Malformed {
    if (start == end) {
      bytes = more.toArrayUnsafe();
      start = 0;
      end = bytes.length;
      from = 0;
      searched = 0;
      return;
    }
    int length = end - start + more.size();
    if (length > bytes.length) {
      reserve(Math.max(length, Math.max(SMALLEST_BUFFER, bytes.length * 2)));
    }
    more.copyToArray(bytes, end);
    end += more.size();
  }

  /** What comes next in what was taken. */
  Found next() throws Malformed {
    Found found = read();
    if (found instanceof Found.More || found instanceof Found.InQuestion) {
      hold();
    }
    return found;
  }

  private Found read() throws Malformed {
    while (true) {
      switch (phase) {
        case HEAD -> {
          if (!readHead()) {
            return Found.More.INSTANCE;
          }
        }
        case FIXED -> {
          if (head.isInQuestion(rules, head.bodyLength())) {
            return Found.InQuestion.INSTANCE;
          } else if (!refuses(head.bodyLength())) {
            return end - from >= head.bodyLength() ? fixed() : expecting();
          }
        }
        case CHUNK_SIZE -> {
          OptionalLong size = size();
          if (size.isEmpty()) {
            return expecting();
          }
          long length = size.getAsLong() + (chunks == null ? 0 : chunks.size());
          if (head.isInQuestion(rules, length)) {
            return Found.InQuestion.INSTANCE;
          } else if (!refuses(length)) {
            begin(size.getAsLong(), length);
          }
        }
        case CHUNK_DATA -> {
          if (!readData()) {
            return expecting();
          }
        }
        case CHUNK_END -> {
          if (!readDataEnd()) {
            return expecting();
          }
        }
        case TRAILERS -> {
          return readTrailers() ? chunked() : expecting();
        }
        case REFUSED -> {
          start = end;
          from = end;
          searched = end;
          return expecting();
        }
      }
    }
  }

  // The head

  private boolean readHead() throws Malformed {
    try {
      return readLines();
    } catch (Malformed malformed) {
      throw head.misdirected(rules).orElse(malformed);
    }
  }

  private boolean readLines() throws Malformed {
    for (int lineEnd = findLine(); lineEnd >= 0; lineEnd = findLine()) {
      int line = from;
      next(lineEnd);
      if (line < lineEnd) {
        if (head.isBegun()) {
          head.header(bytes, line, lineEnd);
        } else {
          head.requestLine(bytes, line, lineEnd);
        }
      } else if (head.isBegun()) {
        max = rules.maxBody(head.path());
        head.end(rules);
        phase = head.isChunked() ? Phase.CHUNK_SIZE : Phase.FIXED;
        return true;
      } else {
        // A line that is too many behind the request before (RFC 9112, section 2.2).
        start = from;
      }
    }
    if (!head.isBegun() && end - from > RequestHead.MAX_REQUEST_LINE) {
      throw RequestHead.targetTooLong();
    } else if (end - from > RequestHead.MAX_HEADERS) {
      throw RequestHead.headersTooLarge();
    }
    return false;
  }

  /** Where the line at {@link #from} ends, ahead of its CRLF; negative where it does not yet. */
  private int findLine() throws Malformed {
    for (; searched < end; searched++) {
      byte b = bytes[searched];
      if (b == '\n') {
        throw new Malformed(Text.LINE_END_MALFORMED);
      } else if (b == '\r') {
        if (searched + 1 == end) {
          return -1;
        } else if (bytes[searched + 1] != '\n') {
          throw new Malformed(Text.LINE_END_MALFORMED);
        }
        return searched;
      }
    }
    return -1;
  }

  /** Goes on behind the line that ends there. */
  private void next(int lineEnd) {
    from = lineEnd + 2;
    searched = from;
  }

  // The body

  private Found fixed() {
    int to = from + (int) head.bodyLength();
    return head.isAltered() || isExpecting
        ? done(framed(slice(from, to)), to)
        : done(slice(start, to), to);
  }

  /** The body, behind the head where that was not passed on. */
  private ByteString framed(ByteString body) {
    return isExpecting
        ? ascii(Integer.toHexString(body.size()) + "\r\n")
            .concat(body)
            .concat(ascii("\r\n"))
            .concat(LAST_CHUNK)
        : ByteString.fromArrayUnsafe(head.withBodyOf(body.size())).concat(body);
  }

  private ByteString slice(int begin, int to) {
    return ByteString.fromArrayUnsafe(Arrays.copyOfRange(bytes, begin, to));
  }

  private Found chunked() {
    ByteString body = ByteString.fromArrayUnsafe(chunks == null ? NOTHING : chunks.toByteArray());
    return done(isExpecting && body.isEmpty() ? LAST_CHUNK : framed(body), from);
  }

  private static ByteString ascii(String text) {
    return ByteString.fromString(text, StandardCharsets.US_ASCII);
  }

  private Found done(ByteString found, int to) {
    Found done = isExpecting ? new Found.Body(found) : new Found.Whole(found);
    start = to;
    from = to;
    searched = to;
    phase = Phase.HEAD;
    head = new RequestHead();
    isExpecting = false;
    chunks = null;
    return done;
  }

  /**
   * More of the body must come, for which the peer may wait to be asked, or which is not waited
   * for: the head alone is answered.
   */
  private Found expecting() {
    if (isExpecting || !(head.expectsContinue() || phase == Phase.REFUSED)) {
      return Found.More.INSTANCE;
    }
    isExpecting = true;
    start = phase == Phase.FIXED ? from : start;
    return new Found.Expecting(ByteString.fromArrayUnsafe(head.withExpectation()));
  }

  /** Whether the body, which has that many bytes at least, is not read: its sender is nobody. */
  private boolean refuses(long length) throws Malformed {
    boolean isRefused = head.isRefused(rules, length, isExpecting);
    if (isRefused) {
      phase = Phase.REFUSED;
      chunks = null;
    }
    return isRefused;
  }

  /**
   * The size of the chunk whose line is next, where that is whole. {@code 1a2b;name=value}: what is
   * behind the semicolon means nothing here.
   */
  private OptionalLong size() throws Malformed {
    int lineEnd = findLine();
    if (lineEnd < 0 && end - from <= MAX_SIZE_LINE) {
      return OptionalLong.empty();
    }
    int digits = from;
    long size = 0;
    while (digits < end && digits - from < MAX_SIZE_DIGITS && hex(bytes[digits]) >= 0) {
      size = size << 4 | hex(bytes[digits]);
      digits++;
    }
    if (lineEnd < 0
        || lineEnd - from > MAX_SIZE_LINE
        || digits == from
        || (digits < lineEnd && bytes[digits] != ';')) {
      throw new Malformed(Text.CHUNK_MALFORMED);
    }
    for (int i = digits; i < lineEnd; i++) {
      if (bytes[i] < ' ' || bytes[i] == 0x7F) {
        throw new Malformed(Text.CHUNK_MALFORMED);
      }
    }
    return OptionalLong.of(size);
  }

  /** Goes on behind the line of a chunk of that size, with which the body has that length. */
  private void begin(long size, long length) throws Malformed {
    if (length > max) {
      throw RequestHead.bodyTooLong(max);
    }
    next(searched);
    chunkLeft = size;
    phase = size == 0 ? Phase.TRAILERS : Phase.CHUNK_DATA;
  }

  private static int hex(byte b) {
    return Character.digit((char) (b & 0xFF), 16);
  }

  private boolean readData() throws Malformed {
    int length = (int) Math.min(chunkLeft, end - from);
    if (chunks == null) {
      chunks = new ByteArrayOutputStream(length);
    }
    chunks.write(bytes, from, length);
    from += length;
    searched = from;
    start = from;
    chunkLeft -= length;
    phase = chunkLeft == 0 ? Phase.CHUNK_END : phase;
    return chunkLeft == 0;
  }

  private boolean readDataEnd() throws Malformed {
    int lineEnd = findLine();
    if (lineEnd > from || (lineEnd < 0 && searched > from)) {
      throw new Malformed(Text.CHUNK_MALFORMED);
    } else if (lineEnd < 0) {
      return false;
    }
    next(lineEnd);
    phase = Phase.CHUNK_SIZE;
    return true;
  }

  private boolean readTrailers() throws Malformed {
    for (int lineEnd = findLine(); lineEnd >= 0; lineEnd = findLine()) {
      int line = from;
      next(lineEnd);
      if (line == lineEnd) {
        return true;
      }
      head.trailer(bytes, line, lineEnd);
    }
    if (end - from > RequestHead.MAX_HEADERS) {
      throw RequestHead.headersTooLarge();
    }
    return false;
  }

  // What is held

  /** Keeps what was not passed on, and counts it. */
  private void hold() throws Malformed {
    if (start == end) {
      bytes = NOTHING;
      start = 0;
      end = 0;
      from = 0;
      searched = 0;
    } else if (start > 0) {
      reserve(Math.max(SMALLEST_BUFFER, end - start));
      return;
    }
    if (!account(held(bytes.length))) {
      throw noRoom();
    }
  }

  /** Moves what was not passed on into a buffer of that size. */
  private void reserve(int capacity) throws Malformed {
    if (!account(held(capacity))) {
      throw noRoom();
    }
    byte[] larger = new byte[capacity];
    System.arraycopy(bytes, start, larger, 0, end - start);
    bytes = larger;
    from -= start;
    searched -= start;
    end -= start;
    start = 0;
  }

  private long held(int capacity) {
    return capacity + (chunks == null ? 0L : chunks.size());
  }

  private boolean account(long now) {
    if (now > reserved && !unfinished.reserve(now - reserved)) {
      return false;
    } else if (now < reserved) {
      unfinished.release(reserved - now);
    }
    reserved = now;
    return true;
  }

  private static Malformed noRoom() {
    return new Malformed(Problem.of(ErrorCode.UNAVAILABLE, Message.of(Text.BODIES_TOO_MANY)));
  }
}
