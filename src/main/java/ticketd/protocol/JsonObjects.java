package ticketd.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** JSON objects one after the other, in an array or without. For one thread. */
public final class JsonObjects {
  private final JsonParser parser;

  public JsonObjects(Reader text) throws IOException {
    this.parser = new JsonFactory().createParser(text);
  }

  /**
   * The next object; empty at the end.
   *
   * @throws IllegalArgumentException when there is anything else; nothing can be read behind it
   */
  public Optional<Json> next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      while (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
        token = parser.nextToken();
      }
      if (token == null) {
        return Optional.empty();
      }
      if (token != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("an object is expected, not " + token);
      }
      return Optional.of(Json.object(parser));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
