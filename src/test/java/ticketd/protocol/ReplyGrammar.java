package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import ticketd.protocol.ResponseReader.Kind;
import ticketd.ticket.Characters;
import ticketd.wire.Format;
import ticketd.wire.LineBuffer;

/** What every line a server sends must be. */
final class ReplyGrammar {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ReplyGrammar() {}

  /** Data lines, then one status line. */
  static void assertReply(LineBuffer out, Format format) {
    List<String> lines = lines(out, format);
    for (String line : lines.subList(0, lines.size() - 1)) {
      assertThat(ResponseReader.kindOf(line, format)).as(line).isEqualTo(Kind.DATA);
    }
    String last = lines.get(lines.size() - 1);
    assertThat(ResponseReader.kindOf(last, format)).as(last).isEqualTo(Kind.STATUS);
    StatusLine status =
        format == Format.JSON
            ? ResponseReader.status(Json.parse(last))
            : ResponseReader.status(last);
    if (!status.ok()) {
      assertThat(status.errorCode()).as(last).isPresent();
      assertThat(status.text()).as(last).isNotBlank();
    }
  }

  /** One line that is neither a status line nor, in text, may be taken for one. */
  static void assertDataLine(LineBuffer out, Format format) {
    List<String> lines = lines(out, format);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).doesNotStartWith("[");
    assertThat(ResponseReader.kindOf(lines.get(0), format)).isNotEqualTo(Kind.STATUS);
  }

  /** The lines, each of accepted characters and, in JSON, one object. */
  static List<String> lines(LineBuffer out, Format format) {
    String all;
    try {
      all =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("not UTF-8: " + out.asString(), e);
    }
    assertThat(all).endsWith("\n");
    List<String> lines = List.of(all.substring(0, all.length() - 1).split("\n", -1));
    for (String line : lines) {
      assertThat(line.codePoints()).as(line).allMatch(Characters::isAccepted);
      if (format == Format.JSON) {
        assertObject(line);
      }
    }
    return lines;
  }

  private static void assertObject(String line) {
    try (JsonParser parser = JSON.createParser(line)) {
      assertThat(parser.nextToken()).as(line).isEqualTo(JsonToken.START_OBJECT);
      parser.skipChildren();
      assertThat(parser.nextToken()).as(line).isNull();
    } catch (IOException e) {
      throw new AssertionError("no JSON object: " + line, e);
    }
  }
}
