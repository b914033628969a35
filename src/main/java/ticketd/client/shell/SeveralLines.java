package ticketd.client.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.link.JsonText;
import ticketd.client.link.RequestLine;
import ticketd.wire.Verb;

/**
 * What somebody pasted or typed as several lines: one request with a text of several lines, or
 * several requests. A line that was meant for text is never taken for a request.
 */
final class SeveralLines {
  private SeveralLines() {}

  /** Without line breaks at its end, which a paste often brings. */
  static String trimmed(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return text.substring(0, end);
  }

  /**
   * The lines, where every one of them is a request or belongs to the dialogue that one before it
   * opens; empty where one is neither, so that the whole is text.
   */
  static Optional<List<String>> requests(String text) {
    List<String> lines = trimmed(text).lines().toList();
    int answers = 0;
    for (String line : lines) {
      if (answers > 0) {
        answers--;
        continue;
      }
      RequestLine request = RequestLine.parse(line);
      if (request.verb().isEmpty() && !request.isBlank()) {
        return Optional.empty();
      }
      answers = request.questions().size();
    }
    return Optional.of(new ArrayList<>(lines));
  }

  /**
   * The request in one line: a comment's text as JSON, a JSON object as it is; empty where the verb
   * takes no text of several lines.
   *
   * @param typed of several lines
   */
  static Optional<RequestLine> inOneLine(RequestLine typed) {
    String text = trimmed(typed.text());
    RequestLine first = RequestLine.parse(text.lines().findFirst().orElse("").replace('\t', ' '));
    if (first.verb().isEmpty()) {
      return Optional.empty();
    }
    String arguments = behindVerb(text, first);
    if (first.is(Verb.COMMENT)) {
      String[] parts = arguments.split("[ \n]", 2);
      return parts.length < 2
          ? Optional.empty()
          : Optional.of(
              request(first, parts[0] + " " + new JsonText().put("text", parts[1]).end()));
    }
    boolean isObject = arguments.indexOf('{') >= 0 && arguments.strip().endsWith("}");
    return isObject ? Optional.of(request(first, arguments.replace('\n', ' '))) : Optional.empty();
  }

  /** A new ticket with a description of several lines, in place of the dialogue. */
  static RequestLine ticket(RequestLine dialogue, String title, String description) {
    JsonText fields = new JsonText().put("title", title).put("description", description);
    return request(dialogue, fields.end());
  }

  private static String behindVerb(String text, RequestLine first) {
    int from = first.key().map(key -> text.indexOf(key.text()) + key.text().length()).orElse(0);
    String rest = text.substring(from).stripLeading();
    int end = 0;
    while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
      end++;
    }
    return rest.substring(end).stripLeading();
  }

  private static RequestLine request(RequestLine like, String arguments) {
    String key = like.key().map(given -> "@" + given.text() + " ").orElse("");
    return RequestLine.parse(key + like.verb().orElseThrow().name() + " " + arguments);
  }
}
