package ticketd.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import ticketd.door.UnfinishedRequests;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/** What came of reading a request's body. */
sealed interface Body {
  /** And what is a part of it. */
  Set<String> UTF_8 = Set.of("utf-8", "us-ascii");

  /** All of it. */
  record Whole(ByteString bytes) implements Body {}

  /** It is not to be read on: the connection ends behind the answer. */
  record Refused(Problem problem) implements Body {}

  /**
   * Reads the body of {@code request}.
   *
   * @param max bytes it may have
   * @param unfinished counts it until it is whole
   */
  static CompletionStage<Body> read(
      HttpRequest request, int max, UnfinishedRequests unfinished, ActorSystem<?> system) {
    HttpEntity entity = request.entity();
    if (entity.isKnownEmpty()) {
      return CompletableFuture.completedFuture(new Whole(ByteString.emptyByteString()));
    }
    Optional<Problem> untaken = untaken(request, max);
    if (untaken.isPresent()) {
      return CompletableFuture.completedFuture(new Refused(untaken.get()));
    }
    if (entity instanceof HttpEntity.Strict strict) {
      return CompletableFuture.completedFuture(new Whole(strict.getData()));
    }
    Gathering gathering = new Gathering(max, unfinished);
    return entity
        .withoutSizeLimit()
        .getDataBytes()
        .takeWhile(gathering::take)
        .runWith(Sink.ignore(), system)
        .handle((done, failure) -> gathering.end(request, failure != null));
  }

  /** What its head already says against it. */
  private static Optional<Problem> untaken(HttpRequest request, int max) {
    HttpEntity entity = request.entity();
    if (max == 0 || entity.getContentLengthOption().orElse(0) > max) {
      return Optional.of(tooLong(request, max));
    }
    Optional<String> coding =
        Heads.value(request, "content-encoding").filter(it -> !it.equalsIgnoreCase("identity"));
    if (coding.isPresent()) {
      return Optional.of(unsupported(Message.of(Text.BODY_CODED, coding.get())));
    }
    ContentType type = entity.getContentType();
    if (type.mediaType().isMultipart()) {
      return Optional.of(unsupported(Message.of(Text.BODY_OF_PARTS)));
    }
    return type.getCharsetOption()
        .filter(charset -> !UTF_8.contains(charset.value().toLowerCase(Locale.ROOT)))
        .map(charset -> unsupported(Message.of(Text.BODY_NOT_UTF_8, charset.value())));
  }

  private static Problem unsupported(Message detail) {
    return new Problem(
        StatusCodes.UNSUPPORTED_MEDIA_TYPE.intValue(), ErrorCode.BAD_REQUEST, detail);
  }

  private static Problem tooLong(HttpRequest request, int max) {
    return max == 0
        ? Problem.of(ErrorCode.BAD_REQUEST, Message.of(Text.BODY_NOT_HERE, request.method().name()))
        : Problem.of(ErrorCode.LINE_TOO_LONG, Message.of(Text.BODY_TOO_LONG, max));
  }

  /** What came so far. Its parts come one after the other. */
  final class Gathering {
    private final int max;
    private final UnfinishedRequests unfinished;
    private ByteString bytes = ByteString.emptyByteString();
    private boolean isTooLong;
    private boolean hasNoRoom;

    private Gathering(int max, UnfinishedRequests unfinished) {
      this.max = max;
      this.unfinished = unfinished;
    }

    private boolean take(ByteString more) {
      isTooLong = bytes.size() + more.size() > max;
      hasNoRoom = !isTooLong && !unfinished.reserve(more.size());
      if (isTooLong || hasNoRoom) {
        return false;
      }
      bytes = bytes.concat(more);
      return true;
    }

    private Body end(HttpRequest request, boolean isBrokenOff) {
      unfinished.release(bytes.size());
      if (isTooLong) {
        return new Refused(tooLong(request, max));
      } else if (hasNoRoom) {
        return new Refused(Problem.of(ErrorCode.UNAVAILABLE, Message.of(Text.BODIES_TOO_MANY)));
      } else if (isBrokenOff) {
        return new Refused(Problem.of(ErrorCode.BAD_REQUEST, Message.of(Text.BODY_BROKEN_OFF)));
      }
      return new Whole(bytes.compact());
    }
  }
}
