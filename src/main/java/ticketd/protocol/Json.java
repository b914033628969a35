package ticketd.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object that a server sent. Members that are missing or null read as empty: a newer server
 * may send more, an older one less.
 */
public final class Json {
  /** Without members. */
  public static final Json EMPTY = new Json(Map.of());

  private static final JsonFactory FACTORY = new JsonFactory();

  private enum Nothing {
    NULL
  }

  private final Map<String, Object> members;

  private Json(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * The object a line holds.
   *
   * @throws IllegalArgumentException when it holds anything else
   */
  public static Json parse(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object: " + line);
      }
      return object(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + line, e);
    }
  }

  static Json object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return new Json(members);
  }

  private static Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Nothing.NULL;
      default -> parser.getText();
    };
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> values = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      values.add(value(parser, t));
    }
    return values;
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  public Iterable<String> names() {
    return members.keySet();
  }

  /** A member as text: a string as it is, a number or boolean in its notation; else empty. */
  public String text(String name) {
    return optionalText(name).orElse("");
  }

  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(members.get(name))
        .filter(
            value -> value instanceof String || value instanceof Number || value instanceof Boolean)
        .map(Object::toString);
  }

  /** A number, 0 where it is none. */
  public long number(String name) {
    return members.get(name) instanceof Long number ? number : 0;
  }

  public boolean flag(String name) {
    return optionalFlag(name).orElse(false);
  }

  public Optional<Boolean> optionalFlag(String name) {
    return members.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  public Optional<Json> object(String name) {
    return members.get(name) instanceof Json object ? Optional.of(object) : Optional.empty();
  }

  /** An array's objects. */
  public List<Json> objects(String name) {
    List<Json> objects = new ArrayList<>();
    for (Object element : elements(name)) {
      if (element instanceof Json object) {
        objects.add(object);
      }
    }
    return objects;
  }

  /** What stands at that place of an array, from 0: an object, or those of an array there. */
  public List<Json> objectsAt(String name, int place) {
    List<?> elements = elements(name);
    Object there = place < elements.size() ? elements.get(place) : Nothing.NULL;
    List<?> all = there instanceof List<?> list ? list : List.of(there);
    return all.stream().filter(Json.class::isInstance).map(Json.class::cast).toList();
  }

  /** An array's elements as text: null as an empty one, an array's joined by commas. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name)) {
      texts.add(text(element));
    }
    return texts;
  }

  private static String text(Object element) {
    if (element instanceof List<?> list) {
      return String.join(",", list.stream().map(Json::text).toList());
    }
    return element == Nothing.NULL ? "" : element.toString();
  }

  private List<?> elements(String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  /** The same object with a member added, or set. */
  public Json with(String name, long value) {
    return plus(name, value);
  }

  public Json with(String name, String value) {
    return plus(name, value);
  }

  /** The same object with an array of objects added, or set. */
  public Json with(String name, List<Json> value) {
    return plus(name, List.copyOf(value));
  }

  private Json plus(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Json(more);
  }

  /** The same object without that member. */
  public Json without(String name) {
    Map<String, Object> fewer = new LinkedHashMap<>(members);
    fewer.remove(name);
    return new Json(fewer);
  }

  /** These members alone, in this order; one that is not there is null. */
  public Json only(List<String> names) {
    Map<String, Object> chosen = new LinkedHashMap<>();
    for (String name : names) {
      chosen.put(name, members.getOrDefault(name, Nothing.NULL));
    }
    return new Json(chosen);
  }

  /** The object in JSON, on one line, its members in the order in which they came. */
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, this);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes any text", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof Json object) {
      generator.writeStartObject();
      for (Map.Entry<String, Object> member : object.members.entrySet()) {
        generator.writeFieldName(member.getKey());
        write(generator, member.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Long number) {
      generator.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      generator.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value == Nothing.NULL) {
      generator.writeNull();
    } else {
      generator.writeString(value.toString());
    }
  }
}
