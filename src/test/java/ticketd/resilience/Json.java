package ticketd.resilience;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line of the server in JSON format, as maps, lists, strings, longs and booleans; no nulls. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Members that are null are left out. */
  static Map<String, Object> object(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new AssertionError("no object: " + line);
      }
      Map<String, Object> object = members(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than an object: " + line);
      }
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static Map<String, Object> members(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        members.put(name, value(parser));
      }
    }
    return members;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_STRING -> parser.getText();
      default -> throw new AssertionError("unexpected " + parser.currentToken());
    };
  }

  private static List<Object> elements(JsonParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        elements.add(value(parser));
      }
    }
    return elements;
  }

  static long number(Map<String, Object> object, String member) {
    if (object.get(member) instanceof Long number) {
      return number;
    }
    throw new AssertionError("no number " + member + " in " + object);
  }

  static String text(Map<String, Object> object, String member) {
    return object.get(member) instanceof String text ? text : "";
  }

  @SuppressWarnings("unchecked") // members of an object are only ever put by name
  static Map<String, Object> object(Map<String, Object> object, String member) {
    if (object.get(member) instanceof Map<?, ?> inner) {
      return (Map<String, Object>) inner;
    }
    throw new AssertionError("no object " + member + " in " + object);
  }
}
