package ticketd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ticketd.testing.Json;

/**
 * JSON Schema (2020-12) as far as our description uses it: what is wrong with a value. A keyword
 * that it does not know fails the test, so that none is taken for checked.
 */
final class Schemas {
  private static final Set<String> SAID_ONLY = Set.of("description", "format", "default");

  private final Map<String, Object> document;

  Schemas(Map<String, Object> document) {
    this.document = document;
  }

  /** What {@code $ref} points at. */
  Object resolve(String reference) {
    Object at = document;
    for (String name : reference.substring("#/".length()).split("/", -1)) {
      at = ((Map<?, ?>) at).get(name);
      if (at == null) {
        throw new AssertionError("nothing is at " + reference);
      }
    }
    return at;
  }

  /** What is wrong with {@code value}, a line each; none where it is as the schema says. */
  List<String> wrong(Object schema, Object value) {
    List<String> wrong = new ArrayList<>();
    check(map(schema), value, "$", wrong);
    return wrong;
  }

  @SuppressWarnings("unchecked") // what was read as JSON
  private static Map<String, Object> map(Object json) {
    return (Map<String, Object>) json;
  }

  private void check(Map<String, Object> schema, Object value, String at, List<String> wrong) {
    for (Map.Entry<String, Object> rule : schema.entrySet()) {
      Object said = rule.getValue();
      boolean isRight =
          switch (rule.getKey()) {
            case "$ref" -> {
              check(map(resolve(said.toString())), value, at, wrong);
              yield true;
            }
            case "type" -> isOfType(said.toString(), value);
            case "enum" -> ((List<?>) said).contains(value);
            case "const" -> said.equals(value);
            case "oneOf" ->
                ((List<?>) said).stream().filter(one -> wrong(one, value).isEmpty()).count() == 1;
            case "pattern" -> !(value instanceof String text) || text.matches(said.toString());
            case "minimum" -> !(value instanceof Long number) || number >= (Long) said;
            case "maximum" -> !(value instanceof Long number) || number <= (Long) said;
            case "minLength" -> !(value instanceof String text) || text.length() >= (Long) said;
            case "maxLength" ->
                !(value instanceof String text)
                    || text.codePointCount(0, text.length()) <= (Long) said;
            case "minItems" -> !(value instanceof List<?> list) || list.size() >= (Long) said;
            case "maxItems" -> !(value instanceof List<?> list) || list.size() <= (Long) said;
            case "items" -> {
              if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                  check(map(said), list.get(i), at + "[" + i + "]", wrong);
                }
              }
              yield true;
            }
            case "properties" -> {
              if (value instanceof Map<?, ?> object) {
                map(said)
                    .forEach(
                        (name, of) -> {
                          if (object.containsKey(name)) {
                            check(map(of), object.get(name), at + "." + name, wrong);
                          }
                        });
              }
              yield true;
            }
            case "required" ->
                !(value instanceof Map<?, ?> object) || object.keySet().containsAll((List<?>) said);
            case "additionalProperties" -> {
              if (value instanceof Map<?, ?> object) {
                checkOthers(schema, said, object, at, wrong);
              }
              yield true;
            }
            default -> {
              if (!SAID_ONLY.contains(rule.getKey())) {
                throw new AssertionError("the keyword " + rule.getKey() + " is not known here");
              }
              yield true;
            }
          };
      if (!isRight) {
        wrong.add(at + " is " + value + ", not " + rule);
      }
    }
  }

  private void checkOthers(
      Map<String, Object> schema, Object said, Map<?, ?> object, String at, List<String> wrong) {
    Map<String, Object> known = map(schema.getOrDefault("properties", Map.of()));
    object.forEach(
        (name, value) -> {
          if (known.containsKey(name) || said.equals(true)) {
            return;
          }
          if (said.equals(false)) {
            wrong.add(at + " has a member " + name);
          } else {
            check(map(said), value, at + "." + name, wrong);
          }
        });
  }

  private static boolean isOfType(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "null" -> value == Json.NULL;
      default -> throw new AssertionError("the type " + type + " is not known here");
    };
  }
}
