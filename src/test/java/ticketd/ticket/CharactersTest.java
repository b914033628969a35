package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t\n",
        "\u3000",
        "\u00A0\u2003\u1680\u202F",
        "\u2800",
        "\u3164\u115F\uFFA0",
        "\u200B\u200C\u200D\u2060",
        "\u061C\u200E\u200F",
        "\u00AD",
        "\u180E",
        "\u0301",
        " \u0301\u20DD",
        "\u093E\u0E34\u3099",
        "\uFE0F",
        "\uFFF9\uFFFB",
        "\uDB40\uDC41"
      })
  void shouldSeeNothing(String text) {
    assertThat(Characters.hasVisible(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        " . ",
        "\u200Fا",
        "é",
        "e\u0301",
        "중",
        "１",
        "👩\u200D💻",
        "\uD83C\uDFF4\uDB40\uDC67",
        "\u0600",
        "\uE000",
        "´",
        "\uFFFD"
      })
  void shouldSeeSomething(String text) {
    assertThat(Characters.hasVisible(text)).isTrue();
  }

  @Test
  void shouldKnowTheMarksOfDirection() {
    assertThat(Characters.indexOfDirectionMark("abc\u200E")).isEqualTo(3);
    assertThat(Characters.indexOfDirectionMark("\u200Fabc")).isZero();
    assertThat(Characters.indexOfDirectionMark("a\u061Cc")).isEqualTo(1);
    assertThat(Characters.indexOfDirectionMark("a\u200D\u200Cb")).isEqualTo(-1);
  }

  @Test
  void shouldNameACharacter() {
    assertThat(Characters.name(7)).isEqualTo("U+0007");
    assertThat(Characters.name(0x1F600)).isEqualTo("U+1F600");
  }
}
