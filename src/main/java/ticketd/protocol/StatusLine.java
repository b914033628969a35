package ticketd.protocol;

import java.util.Optional;
import ticketd.wire.ErrorCode;

/**
 * What ended a reply.
 *
 * @param code of an error, as it was sent; empty where {@code ok}
 * @param text for people; of a successful reply in JSON, empty
 */
public record StatusLine(boolean ok, String code, String text) {
  /** The code where this version knows it. */
  public Optional<ErrorCode> errorCode() {
    return ErrorCode.of(code);
  }
}
