package ticketd.client.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 0x0D, 0x1B, 0x7F, 0x80, 0x9B, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF,
        0xFFFE, 0xFDD0, 0x1FFFE, 0x10FFFF
      })
  void shouldShowWhatWouldActOnTheTerminal(int c) {
    String text = "a" + Character.toString(c) + "b";

    assertThat(Visible.line(text)).isEqualTo(String.format("a<U+%04X>b", c));
    assertThat(Visible.text(text)).isEqualTo(Visible.line(text));
  }

  @Test
  void shouldShowAnUnpairedSurrogate() {
    assertThat(Visible.line("\uD800x")).isEqualTo("<U+D800>x");
  }

  @Test
  void shouldLeaveOrdinaryTextAlone() {
    String text = "Été \t 日本 e\u0301 👩\u200D🚒 \u200C \u00A0 شكرا\u200F!";

    assertThat(Visible.line(text)).isSameAs(text);
  }

  @Test
  void shouldKeepLineBreaksOnlyInTextOfSeveralLines() {
    assertThat(Visible.text("a\nb")).isEqualTo("a\nb");
    assertThat(Visible.line("a\nb")).isEqualTo("a<U+000A>b");
  }

  @Test
  void shouldEscapeInJsonWithoutChangingWhatItMeans() {
    assertThat(Visible.json("{\"t\":\"a\u202Eb\u009Bc é\"}"))
        .isEqualTo("{\"t\":\"a\\u202eb\\u009bc é\"}");
    assertThat(Visible.json("\uDBFF\uDFFF")).isEqualTo("\\udbff\\udfff");
    String plain = "{\"t\":\"é\"}";
    assertThat(Visible.json(plain)).isSameAs(plain);
  }
}
