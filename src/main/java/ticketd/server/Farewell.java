package ticketd.server;

import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Message;

/**
 * What a connection is told that is closed for what it is, whatever it speaks.
 *
 * @param http asked for only where it is wanted
 * @param tls before a handshake
 */
record Farewell(ByteString lines, Supplier<ByteString> http, ByteString tls) {
  /** An alert in a record of TLS (RFC 8446, 5.1 and 6): fatal, internal_error. */
  private static final ByteString ALERT =
      ByteString.fromArray(new byte[] {0x15, 3, 3, 0, 2, 2, 80});

  /** Where HTTP or TLS is not served, whoever speaks it is told in lines. */
  static Farewell of(
      ErrorCode code, Language language, ZoneId zone, Optional<HttpDoor> http, boolean tls) {
    LineBuffer line = new LineBuffer();
    ResponseWriter.of(language, Format.TEXT, zone)
        .write(line, new Response.Failed(code, Message.of(code)));
    ByteString lines = ByteString.fromArray(line.toByteArray());
    return new Farewell(
        lines, () -> http.map(door -> door.refusal(code)).orElse(lines), tls ? ALERT : lines);
  }

  /** To whoever began with bytes of that kind. */
  ByteString to(FirstBytes kind) {
    return switch (kind) {
      case OPEN, LINES -> lines;
      case HTTP -> http.get();
      case TLS -> tls;
    };
  }
}
