package ticketd.client.link;

import java.util.Optional;
import ticketd.protocol.ResponseReader;
import ticketd.protocol.StatusLine;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;

/** A line that a server sent, told apart; in whichever format it is. */
public sealed interface Incoming {
  record Data() implements Incoming {}

  /** A change, sent because a watch is on; in JSON also a data line of HISTORY. */
  record Event(long seq) implements Incoming {}

  /**
   * The end of a reply.
   *
   * @param line as it came
   */
  record Status(String line, StatusLine said) implements Incoming {
    public boolean ok() {
      return said.ok();
    }

    /** Of an error, where this version knows it. */
    public Optional<ErrorCode> code() {
      return said.errorCode();
    }

    /** Its members; of a line in text there are none. */
    public Json members() {
      return formatOf(line) == Format.JSON ? Json.parse(line) : Json.EMPTY;
    }
  }

  /** What {@code line} is. */
  static Incoming of(String line) {
    Format format = formatOf(line);
    return switch (ResponseReader.kindOf(line, format)) {
      case DATA -> new Data();
      case EVENT -> new Event(seq(line, format));
      case STATUS -> new Status(line, ResponseReader.status(line, format));
    };
  }

  /** No line in text begins with a brace. */
  private static Format formatOf(String line) {
    return line.startsWith("{") ? Format.JSON : Format.TEXT;
  }

  private static long seq(String line, Format format) {
    return format == Format.JSON
        ? Json.parse(line).number("seq")
        : Long.parseLong(line.split(" ", 3)[1]);
  }
}
