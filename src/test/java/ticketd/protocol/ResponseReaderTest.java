package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.protocol.ResponseReader.Kind;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.WatchPosition;

class ResponseReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [OK]                              | STATUS
          [OK] 3 tickets                    | STATUS
          [ERR] not-found: x                | STATUS
          #1 [Jules] [OK] - 17/10/2025      | DATA
          Titre :                           | DATA
          '  [OK]'                          | DATA
          ''                                | DATA
          ! 17 #1 [Jules] filed x           | EVENT
          !                                 | DATA
          """)
  void shouldTellTextLinesApart(String line, Kind kind) {
    assertThat(ResponseReader.kindOf(line, Format.TEXT)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"ok":true}                       | STATUS
          {"ok":false,"code":"x"}           | STATUS
          {"id":1,"title":"\\"ok\\":true"}  | DATA
          {"prompt":"Titre :"}              | DATA
          {"event":"filed","seq":1}         | EVENT
          {"events":1}                      | DATA
          {"okay":1}                        | DATA
          {}                                | DATA
          """)
  void shouldTellJsonLinesApart(String line, Kind kind) {
    assertThat(ResponseReader.kindOf(line, Format.JSON)).isEqualTo(kind);
  }

  @Test
  void shouldReadTextStatusLines() {
    assertThat(ResponseReader.status("[OK]")).isEqualTo(new StatusLine(true, "", ""));
    assertThat(ResponseReader.status("[OK] Bonjour [x]"))
        .isEqualTo(new StatusLine(true, "", "Bonjour [x]"));
    StatusLine error = ResponseReader.status("[ERR] not-found: le ticket: #1");
    assertThat(error).isEqualTo(new StatusLine(false, "not-found", "le ticket: #1"));
    assertThat(error.errorCode()).contains(ErrorCode.NOT_FOUND);
    assertThat(ResponseReader.status("[ERR] of-tomorrow: x").errorCode()).isEmpty();
  }

  @Test
  void shouldReadJsonStatusLines() {
    assertThat(
            ResponseReader.status(
                Json.parse("{\"ok\":true,\"ticket\":{\"ok\":false,\"code\":\"x\"},\"tags\":[1]}")))
        .isEqualTo(new StatusLine(true, "", ""));
    assertThat(
            ResponseReader.status(
                Json.parse(
                    "{\"ok\":false,\"code\":\"conflict\",\"message\":\"d\\u00e9jà \\\"pris\\\"\"}")))
        .isEqualTo(new StatusLine(false, "conflict", "déjà \"pris\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OK", "[OKAY]", "[ERR]", "[ERR] x", "#1 [OK] x"})
  void shouldRefuseWhatIsNoTextStatusLine(String line) {
    assertThatThrownBy(() -> ResponseReader.status(line))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"ok\":1}", "{\"ok\":true", "[OK]", "{}", "{\"code\":\"x\"}"})
  void shouldRefuseWhatIsNoJsonStatusLine(String line) {
    assertThatThrownBy(() -> ResponseReader.status(Json.parse(line)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldReadWhereAWatchBeginsAsEachLanguageAndFormatSaysIt() {
    WatchPosition position = new WatchPosition(1_795_507_391_623L, 20);
    for (Format format : Format.values()) {
      for (Language language : Language.values()) {
        LineBuffer out = new LineBuffer();
        ResponseWriter.of(language, format, ZoneOffset.UTC)
            .write(out, new Response.Watching(position.generation(), position.seq()));
        String line = out.asString().strip();

        assertThat(
                format == Format.JSON
                    ? ResponseReader.position(Json.parse(line))
                    : ResponseReader.position(ResponseReader.status(line)))
            .as(line)
            .contains(position);
      }
    }
  }

  @Test
  void shouldReadNoPositionFromOtherAnswers() {
    assertThat(ResponseReader.position(ResponseReader.status("[OK]"))).isEmpty();
    assertThat(ResponseReader.position(ResponseReader.status("[OK] 1/2 x"))).isEmpty();
    assertThat(ResponseReader.position(Json.parse("{\"ok\":true,\"seq\":3}"))).isEmpty();
  }
}
