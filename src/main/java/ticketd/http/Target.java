package ticketd.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * What a request asks for, as it was sent: the parser's own reading of it has taken the dots out of
 * its path.
 *
 * @param authority of a target in absolute form
 * @param path percent-encoded; {@code *} of the server as a whole
 * @param query percent-encoded, without its {@code ?}
 */
record Target(Optional<String> authority, String path, String query) {
  private static final String RAW = "raw-request-uri";
  private static final Pattern FORM =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://([^/?]*))?([^?]*)(?:\\?(.*))?");

  /** Of a request that the server layer has told the raw target of. */
  static Target of(HttpRequest request) {
    // Its own, ahead of one that was sent.
    return of(request.getHeader(RAW).map(it -> it.value()).orElseGet(() -> rendered(request)));
  }

  private static String rendered(HttpRequest request) {
    String query = request.getUri().rawQueryString().map(it -> "?" + it).orElse("");
    return request.getUri().getPathString() + query;
  }

  static Target of(String raw) {
    Matcher matcher = FORM.matcher(raw);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a target of several lines");
    }
    Optional<String> authority = Optional.ofNullable(matcher.group(1));
    String path = matcher.group(2);
    return new Target(
        authority,
        path.isEmpty() && authority.isPresent() ? "/" : path,
        Optional.ofNullable(matcher.group(3)).orElse(""));
  }
}
