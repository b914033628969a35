package ticketd.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One reply as it came, read strictly: whatever is not exactly as RFC 9112 has it fails.
 *
 * @param headers by their names in lower case
 * @param body without its chunks, each byte a character
 */
record Reply(int status, Map<String, String> headers, String body) {

  /** The next reply of a connection; empty at its end. */
  static Optional<Reply> read(InputStream in, boolean toHead) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    String line = line(in, first);
    if (!line.matches("HTTP/1\\.1 [1-5]\\d\\d [ -~]+")) {
      throw new AssertionError("no status line: " + line);
    }
    int status = Integer.parseInt(line.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in, in.read()); !header.isEmpty(); header = line(in, in.read())) {
      if (!header.matches("[A-Za-z0-9-]+: [ -~]*")) {
        throw new AssertionError("no header: " + header);
      }
      int colon = header.indexOf(": ");
      String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, header.substring(colon + 2), (one, other) -> one + ", " + other);
    }
    boolean hasBody = !toHead && status >= 200 && status != 204 && status != 304;
    return Optional.of(new Reply(status, headers, hasBody ? body(in, headers) : ""));
  }

  /** All replies of a connection up to its end. */
  static List<Reply> all(InputStream in) throws IOException {
    List<Reply> all = new ArrayList<>();
    for (Optional<Reply> next = read(in, false); next.isPresent(); next = read(in, false)) {
      all.add(next.get());
    }
    return all;
  }

  private static String body(InputStream in, Map<String, String> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return text(bytes(in, Integer.parseInt(headers.get("content-length"))));
    } else if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return text(in.readAllBytes());
    }
    StringBuilder body = new StringBuilder();
    for (int size = size(in); size > 0; size = size(in)) {
      body.append(text(bytes(in, size)));
      end(in);
    }
    end(in);
    return body.toString();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in, in.read()), 16);
  }

  private static void end(InputStream in) throws IOException {
    String rest = line(in, in.read());
    if (!rest.isEmpty()) {
      throw new AssertionError("no end of a chunk: " + rest);
    }
  }

  private static byte[] bytes(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the reply was broken off");
    }
    return bytes;
  }

  private static String line(InputStream in, int first) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = first; b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the reply was broken off");
      }
      line.write(b);
    }
    if (in.read() != '\n') {
      throw new AssertionError("a CR alone behind " + line);
    }
    return text(line.toByteArray());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
