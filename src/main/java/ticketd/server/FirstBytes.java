package ticketd.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import ticketd.server.tls.TlsDoor;

/**
 * What a connection's first bytes say about it. HTTP begins with one of its methods, in upper case
 * and with the space behind it; no verb of the lines has such a name. No line of theirs may begin
 * as TLS does.
 */
enum FirstBytes {
  /** They are the beginning of a method. */
  OPEN,
  LINES,
  HTTP,
  TLS;

  private static final List<ByteString> METHODS =
      Stream.of(
              "GET ",
              "HEAD ",
              "POST ",
              "PUT ",
              "DELETE ",
              "PATCH ",
              "OPTIONS ",
              "TRACE ",
              "CONNECT ",
              "PRI ")
          .map(method -> ByteString.fromString(method, StandardCharsets.US_ASCII))
          .toList();

  /** Of the first bytes of a connection, as many as there are. */
  static FirstBytes of(ByteString bytes) {
    if (!bytes.isEmpty() && bytes.apply(0) == TlsDoor.HELLO) {
      return TLS;
    }
    FirstBytes verdict = LINES;
    for (ByteString method : METHODS) {
      int length = Math.min(bytes.size(), method.size());
      int same = 0;
      while (same < length && bytes.apply(same) == method.apply(same)) {
        same++;
      }
      if (same == method.size()) {
        return HTTP;
      } else if (same == bytes.size()) {
        verdict = OPEN;
      }
    }
    return verdict;
  }
}
