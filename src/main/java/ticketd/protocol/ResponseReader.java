package ticketd.protocol;

import java.util.Optional;
import ticketd.wire.Excerpt;
import ticketd.wire.Format;
import ticketd.wire.WatchPosition;

/** Tells the lines a server sends apart. Each is given without its LF. */
public final class ResponseReader {
  private static final String OK = "[OK]";
  private static final String ERROR = "[ERR] ";

  private ResponseReader() {}

  /** What a line is to its reader. */
  public enum Kind {
    /** A line of the reply that is due. */
    DATA,
    /** The end of the reply that is due, or the reason why the connection is closed. */
    STATUS,
    /**
     * A change that a watch shows. In JSON a data line of HISTORY is one, too: they are told apart
     * by the member {@code matches}, or by whether a reply to HISTORY is due, since a watch's lines
     * never come inside a reply.
     */
    EVENT
  }

  /** What {@code line} is. */
  public static Kind kindOf(String line, Format format) {
    return switch (format) {
      case TEXT -> {
        if (line.startsWith("[")) {
          yield Kind.STATUS;
        }
        yield line.startsWith("! ") ? Kind.EVENT : Kind.DATA;
      }
      case JSON -> {
        if (isFirstMember(line, "ok")) {
          yield Kind.STATUS;
        }
        yield isFirstMember(line, "event") ? Kind.EVENT : Kind.DATA;
      }
    };
  }

  /** The server writes the member that tells the kind before all others. */
  private static boolean isFirstMember(String line, String name) {
    return line.startsWith("{\"")
        && line.startsWith(name, 2)
        && line.startsWith("\":", 2 + name.length());
  }

  /**
   * What a line of the kind {@link Kind#STATUS} in text says.
   *
   * @throws IllegalArgumentException when it is no status line of version 1
   */
  public static StatusLine status(String line) {
    if (line.equals(OK)) {
      return new StatusLine(true, "", "");
    }
    if (line.startsWith(OK + " ")) {
      return new StatusLine(true, "", line.substring(OK.length() + 1));
    }
    int colon = line.indexOf(": ");
    if (line.startsWith(ERROR) && colon > 0) {
      return new StatusLine(
          false, line.substring(ERROR.length(), colon), line.substring(colon + 2));
    }
    throw new IllegalArgumentException("no status line: " + Excerpt.of(line));
  }

  /** The same of one in JSON. */
  public static StatusLine status(Json line) {
    boolean ok =
        line.optionalFlag("ok")
            .orElseThrow(
                () ->
                    new IllegalArgumentException("no status line: " + Excerpt.of(line.toString())));
    return new StatusLine(ok, line.text("code"), line.text("message"));
  }

  /** Where a watch begins, of the answer to WATCH in text; empty when it is none. */
  public static Optional<WatchPosition> position(StatusLine status) {
    return WatchPosition.parse(status.text().substring(status.text().lastIndexOf(' ') + 1));
  }

  /** The same of one in JSON. */
  public static Optional<WatchPosition> position(Json status) {
    return status.has("generation") && status.has("seq")
        ? Optional.of(new WatchPosition(status.number("generation"), status.number("seq")))
        : Optional.empty();
  }

  /** The sequence number that a line of the kind {@link Kind#EVENT} in text begins with. */
  public static long eventSeq(String line) {
    return Long.parseLong(line.split(" ", 3)[1]);
  }
}
