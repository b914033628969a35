package ticketd.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Text;

/**
 * Answers what is well framed and yet no request to the parser: a target that is no URI, a host
 * that is none. What it says of it is not passed on, for a stranger's bytes are in it. The guard
 * leaves next to nothing for it. Named by {@code server-layer.conf}, and so without a language.
 */
public final class UnparsedRequests extends ParsingErrorHandler {
  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    return Finishing.always(
        Problem.of(ErrorCode.BAD_REQUEST, Message.of(Text.TARGET_MALFORMED)).in(Language.EN));
  }
}
