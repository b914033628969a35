package ticketd.http;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.util.ByteString;
import ticketd.desk.Watched;
import ticketd.wire.EventJson;
import ticketd.wire.JsonLine;
import ticketd.wire.LineBuffer;
import ticketd.wire.WatchPosition;

/** How a stream of changes is written. None of it is in a language. */
enum EventFormat {
  /** Server-sent events, for browsers (HTML standard, section 9.2). */
  SSE {
    @Override
    ContentType contentType() {
      return EVENT_STREAM;
    }

    /** A browser is told no status, and gives up for ever after any but 200. */
    @Override
    boolean canReset() {
      return true;
    }

    @Override
    void opening(LineBuffer out, WatchPosition from, boolean isReset, long retryMillis) {
      retryLine(out, retryMillis);
      out.append(isReset ? "event: reset\n" : "event: hello\n");
      id(out, from).append("data: ");
      JsonLine.write(out, json -> position(json, from));
      out.append('\n');
    }

    @Override
    void change(LineBuffer out, long generation, Watched change) {
      id(out, new WatchPosition(generation, change.recorded().stamp().seq())).append("data: ");
      EventJson.write(out, change.recorded(), change.matches());
      out.append('\n');
    }

    @Override
    void checkpoint(LineBuffer out, WatchPosition at) {
      id(out, at).append('\n');
    }

    @Override
    void comeBack(LineBuffer out, long retryMillis) {
      retryLine(out, retryMillis);
      out.append('\n');
    }

    private static LineBuffer id(LineBuffer out, WatchPosition at) {
      return out.append("id: ").append(at.toString()).append('\n');
    }

    @Override
    void revoked(LineBuffer out) {
      out.append("event: revoked\ndata: {}\n\n");
    }

    private static void retryLine(LineBuffer out, long millis) {
      out.append("retry: ").append(millis).append('\n');
    }
  },

  /** A JSON object a line, for programs: those of a watch, and between them what it says itself. */
  NDJSON {
    @Override
    ContentType contentType() {
      return LINES;
    }

    @Override
    boolean canReset() {
      return false;
    }

    @Override
    void opening(LineBuffer out, WatchPosition from, boolean isReset, long retryMillis) {
      JsonLine.write(
          out,
          json -> {
            json.word(EVENT, HELLO);
            position(json, from);
          });
    }

    @Override
    void change(LineBuffer out, long generation, Watched change) {
      EventJson.write(out, change.recorded(), change.matches());
    }

    @Override
    void checkpoint(LineBuffer out, WatchPosition at) {
      JsonLine.write(
          out,
          json -> {
            json.word(EVENT, CHECKPOINT);
            position(json, at);
          });
    }

    @Override
    void comeBack(LineBuffer out, long retryMillis) {
      JsonLine.write(
          out,
          json -> {
            json.word(EVENT, RETRY_EVENT);
            json.number(RETRY, retryMillis);
          });
    }

    @Override
    void revoked(LineBuffer out) {
      JsonLine.write(out, json -> json.word(EVENT, REVOKED));
    }
  };

  private static final SerializedString EVENT = JsonLine.name("event");
  private static final SerializedString HELLO = JsonLine.name("hello");
  private static final SerializedString CHECKPOINT = JsonLine.name("checkpoint");
  private static final SerializedString RETRY_EVENT = JsonLine.name("retry");
  private static final SerializedString REVOKED = JsonLine.name("revoked");
  private static final SerializedString RETRY = JsonLine.name("afterMillis");
  private static final SerializedString GENERATION = JsonLine.name("generation");
  private static final SerializedString SEQ = JsonLine.name("seq");

  private static final ContentType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();
  private static final ContentType LINES =
      ContentTypes.create(MediaTypes.applicationBinary("x-ndjson", true));

  private static final String EVENTS = "text/event-stream";

  /**
   * The one that the header {@code Accept} likes best, and where it says neither, that of browsers.
   */
  static EventFormat of(Optional<String> accept) {
    String best = Accepts.best(accept, List.of(EVENTS, "application/x-ndjson", "application/json"));
    return best.equals(EVENTS) ? SSE : NDJSON;
  }

  abstract ContentType contentType();

  /** Whether a stream tells its peer that it cannot begin where it was asked to. */
  abstract boolean canReset();

  /**
   * Writes what a stream begins with.
   *
   * @param isReset whether it begins elsewhere than where it was asked to
   * @param retryMillis after which to come back when it ends
   */
  abstract void opening(LineBuffer out, WatchPosition from, boolean isReset, long retryMillis);

  abstract void change(LineBuffer out, long generation, Watched change);

  /** Writes that nothing is left to be shown up to {@code at}. */
  abstract void checkpoint(LineBuffer out, WatchPosition at);

  /** Writes what a stream ends with that has to be opened again. */
  abstract void comeBack(LineBuffer out, long retryMillis);

  /** Writes what a stream ends with whose reader may read it no more. */
  abstract void revoked(LineBuffer out);

  private static void position(JsonLine json, WatchPosition at) throws IOException {
    json.number(GENERATION, at.generation());
    json.number(SEQ, at.seq());
  }

  /** The bytes of a buffer that is written no more. */
  static ByteString bytes(LineBuffer out) {
    return ByteString.fromArrayUnsafe(out.toByteArray());
  }
}
