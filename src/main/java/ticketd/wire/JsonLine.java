package ticketd.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** JSON objects, a line each, into whatever buffer is at hand. One a thread. */
public final class JsonLine {
  private static final ThreadLocal<JsonLine> OF_THREAD = ThreadLocal.withInitial(JsonLine::new);

  private static final JsonFactory FACTORY = factory();

  private final JsonGenerator generator;
  private final LineBuffer time = new LineBuffer();
  private final LocalTimes utc = new LocalTimes(ZoneOffset.UTC);
  private LineBuffer out = new LineBuffer();
  private boolean unfinished;

  private static JsonFactory factory() {
    JsonFactoryBuilder builder = new JsonFactoryBuilder();
    builder.enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
    builder.rootValueSeparator("");
    return builder.build();
  }

  private JsonLine() {
    try {
      generator =
          FACTORY.createGenerator(
              new OutputStream() {
                @Override
                public void write(int single) {
                  out.append((byte) single);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                  out.append(bytes, offset, length);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer was opened", e);
    }
  }

  /** What an object holds. */
  public interface Members {
    void write(JsonLine json) throws IOException;
  }

  /** Appends the object with those members, and LF. */
  public static void write(LineBuffer out, Members members) {
    JsonLine line = OF_THREAD.get();
    if (line.unfinished) {
      // Its last object was broken off by an error: its generator would go on inside that.
      line = new JsonLine();
      OF_THREAD.set(line);
    }
    line.writeObject(out, members);
  }

  private void writeObject(LineBuffer target, Members members) {
    unfinished = true;
    out = target;
    try {
      generator.writeStartObject();
      members.write(this);
      generator.writeEndObject();
      generator.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer was written", e);
    }
    out = time;
    target.append('\n');
    unfinished = false;
  }

  public static SerializedString name(String name) {
    return new SerializedString(name);
  }

  public JsonGenerator generator() {
    return generator;
  }

  public void text(SerializedString name, String value) throws IOException {
    generator.writeFieldName(name);
    generator.writeString(value);
  }

  public void word(SerializedString name, SerializedString value) throws IOException {
    generator.writeFieldName(name);
    generator.writeString(value);
  }

  public void number(SerializedString name, long value) throws IOException {
    generator.writeFieldName(name);
    generator.writeNumber(value);
  }

  public void bool(SerializedString name, boolean value) throws IOException {
    generator.writeFieldName(name);
    generator.writeBoolean(value);
  }

  public void nothing(SerializedString name) throws IOException {
    generator.writeFieldName(name);
    generator.writeNull();
  }

  /** UTC with milliseconds. */
  public void time(SerializedString name, Instant value) throws IOException {
    generator.writeFieldName(name);
    time(value);
  }

  /** The same as a value without a name. */
  void timeOrNull(Optional<Instant> value) throws IOException {
    if (value.isPresent()) {
      time(value.get());
    } else {
      generator.writeNull();
    }
  }

  private void time(Instant value) throws IOException {
    time.clear();
    utc.withMilliseconds(time, value);
    generator.writeRawUTF8String(time.array(), 0, time.size());
  }
}
