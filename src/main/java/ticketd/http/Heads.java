package ticketd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMessage;

/** What stands in the head of a request or of an answer. */
final class Heads {
  private Heads() {}

  /** The value of the header of that name in lower case; of several, a list of them all. */
  static Optional<String> value(HttpMessage message, String name) {
    // Most are asked for in vain, several times a request.
    String value = "";
    boolean isThere = false;
    for (HttpHeader header : message.getHeaders()) {
      if (header.is(name)) {
        value = isThere ? value + ", " + header.value() : header.value();
        isThere = true;
      }
    }
    return isThere ? Optional.of(value) : Optional.empty();
  }

  /** The values of all headers of that name, as they came. */
  static List<String> values(HttpMessage message, String name) {
    List<String> values = new ArrayList<>(1);
    for (HttpHeader header : message.getHeaders()) {
      if (header.is(name)) {
        values.add(header.value());
      }
    }
    return values;
  }
}
