package ticketd.client.link;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A JSON object on one line, member by member. For one thread. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private interface Writing {
    void run() throws IOException;
  }

  private final StringWriter text = new StringWriter();
  private final JsonGenerator generator;
  private boolean empty = true;

  public JsonText() {
    try {
      generator = FACTORY.createGenerator(text);
      generator.writeStartObject();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  public JsonText put(String name, String value) {
    return write(() -> generator.writeStringField(name, value));
  }

  public JsonText put(String name, long value) {
    return write(() -> generator.writeNumberField(name, value));
  }

  public JsonText put(String name, boolean value) {
    return write(() -> generator.writeBooleanField(name, value));
  }

  public JsonText put(String name, List<String> values) {
    return write(
        () -> {
          generator.writeArrayFieldStart(name);
          for (String value : values) {
            generator.writeString(value);
          }
          generator.writeEndArray();
        });
  }

  /** A member that is null where there is no value. */
  public JsonText putOrNull(String name, Optional<String> value) {
    return value.isPresent() ? put(name, value.get()) : write(() -> generator.writeNullField(name));
  }

  private JsonText write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw impossible(e);
    }
    empty = false;
    return this;
  }

  public boolean isEmpty() {
    return empty;
  }

  /** The object; nothing can be added any more. */
  public String end() {
    try {
      generator.writeEndObject();
      generator.close();
    } catch (IOException e) {
      throw impossible(e);
    }
    return text.toString();
  }

  private static UncheckedIOException impossible(IOException e) {
    return new UncheckedIOException("a string takes any text", e);
  }
}
