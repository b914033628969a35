package ticketd.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as tests look at it: objects are maps in the order they were written, arrays are lists,
 * numbers are {@link Long}, those with a fraction, which only means have, {@link BigDecimal}, and
 * null is {@link #NULL}.
 */
public final class Json {
  /** What JSON's null is read as. */
  public static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** The object that {@code line} is, all of it; fails the test where it is something else. */
  public static Map<String, Object> object(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new AssertionError("not a JSON object: " + line);
      }
      Map<String, Object> object = readObject(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("something follows the JSON object: " + line);
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    } catch (IOException e) {
      throw new UncheckedIOException("a string was read", e);
    }
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, readValue(parser));
    }
    return object;
  }

  private static Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(readValue(parser));
        }
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> throw new AssertionError("unexpected " + parser.currentToken());
    };
  }

  /** {@code text} as a JSON string, its quotation marks included. */
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\t' -> json.append("\\t");
        default -> json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** A member that is an object. */
  @SuppressWarnings("unchecked") // only this class makes the maps inside maps
  public static Map<String, Object> member(Map<String, Object> object, String name) {
    return (Map<String, Object>) value(object, name);
  }

  /** A member that is an array of objects. */
  @SuppressWarnings("unchecked") // only this class makes the maps inside lists
  public static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
    return (List<Map<String, Object>>) value(object, name);
  }

  /** A member that is there. */
  public static Object value(Map<String, Object> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      throw new AssertionError("no member " + name + " in " + object);
    }
    return value;
  }

  public static long number(Map<String, Object> object, String name) {
    return (Long) value(object, name);
  }
}
