package ticketd.client.link;

import java.util.Optional;
import ticketd.protocol.Json;
import ticketd.protocol.ResponseReader;
import ticketd.protocol.StatusLine;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.WatchPosition;

/**
 * A line that a server sent, told apart; in whichever format it is. What it holds in JSON is parsed
 * when it is asked for, and once. For one thread at a time.
 */
public abstract sealed class Incoming {
  private final String line;
  private Optional<Json> json = Optional.empty();

  private Incoming(String line) {
    this.line = line;
  }

  /** What {@code line} is. */
  public static Incoming of(String line) {
    return switch (ResponseReader.kindOf(line, isJson(line) ? Format.JSON : Format.TEXT)) {
      case DATA -> new Data(line);
      case EVENT -> new Event(line);
      case STATUS -> new Status(line);
    };
  }

  /** No line in text begins with a brace. */
  private static boolean isJson(String line) {
    return line.startsWith("{");
  }

  /** As it came. */
  public final String line() {
    return line;
  }

  /** The object it is; of a line in text one without members. */
  public final Json json() {
    if (!isJson(line)) {
      return Json.EMPTY;
    }
    if (json.isEmpty()) {
      json = Optional.of(Json.parse(line));
    }
    return json.get();
  }

  /** A line of the reply that is due. */
  public static final class Data extends Incoming {
    private Data(String line) {
      super(line);
    }
  }

  /** A change, sent because a watch is on; in JSON also a data line of HISTORY. */
  public static final class Event extends Incoming {
    private Event(String line) {
      super(line);
    }

    public long seq() {
      return isJson(line()) ? json().number("seq") : ResponseReader.eventSeq(line());
    }
  }

  /** The end of a reply. */
  public static final class Status extends Incoming {
    private final StatusLine said;

    private Status(String line) {
      super(line);
      said = isJson(line) ? ResponseReader.status(json()) : ResponseReader.status(line);
    }

    public StatusLine said() {
      return said;
    }

    public boolean ok() {
      return said.ok();
    }

    /** Of an error, where this version knows it. */
    public Optional<ErrorCode> code() {
      return said.errorCode();
    }

    /** Where a watch begins; empty when it is no answer to WATCH. */
    public Optional<WatchPosition> position() {
      return isJson(line()) ? ResponseReader.position(json()) : ResponseReader.position(said);
    }
  }
}
