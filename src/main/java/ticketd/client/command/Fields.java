package ticketd.client.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.client.link.JsonText;

/** The fields of a ticket that EDIT is to change, in the order in which they were first set. */
final class Fields {
  private interface Writing {
    void into(JsonText json, String name);
  }

  private final Map<String, Writing> fields = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private Optional<Long> version = Optional.empty();

  void set(String name, String value) {
    texts.put(name, value);
    fields.put(name, (json, field) -> json.put(field, value));
  }

  void setOrNull(String name, Optional<String> value) {
    fields.put(name, (json, field) -> json.putOrNull(field, value));
  }

  void setAll(String name, List<String> values) {
    fields.put(name, (json, field) -> json.put(field, values));
  }

  /** The version that they are for; empty: any. It is no field. */
  void setVersion(Optional<Long> expected) {
    version = expected;
  }

  /** A text that was set. */
  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  String json() {
    JsonText json = new JsonText();
    fields.forEach((name, writing) -> writing.into(json, name));
    version.ifPresent(expected -> json.put("version", expected));
    return json.end();
  }
}
