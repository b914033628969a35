package ticketd.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
  @Test
  void shouldLeaveOrdinaryTextAsItIs() {
    String text = "Zoé a déposé #1 · 李 « ok » 👩\u200d🚀 e\u0301";

    assertThat(VisibleText.of(text)).isEqualTo(text);
    assertThat(VisibleText.of("")).isEmpty();
  }

  @Test
  void shouldKeepEverythingOnOneLine() {
    assertThat(VisibleText.of("a\nb\rc\td\u0085e\u2028f\u2029g"))
        .isEqualTo("a\\nb\\rc\\td\\u0085e\\u2028f\\u2029g");
  }

  @Test
  void shouldLetNoEscapeSequenceThrough() {
    assertThat(VisibleText.of("é\u001b[2J\u009b31m\u0000\u007f"))
        .isEqualTo("é\\u001b[2J\\u009b31m\\u0000\\u007f");
  }

  @Test
  void shouldShowWhatTurnsTheDirectionOrCannotBeSeen() {
    assertThat(VisibleText.of("a\u202eb\u2066c\u200fd\ufeffe\u061cf"))
        .isEqualTo("a\\u202eb\\u2066c\\u200fd\\ufeffe\\u061cf");
    assertThat(VisibleText.of("\ud800x\uffff")).isEqualTo("\\ud800x\\uffff");
    assertThat(VisibleText.of("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
  }

  @Test
  void shouldNotLetAnybodyForgeAnEscape() {
    assertThat(VisibleText.of("\\n")).isEqualTo("\\\\n").isNotEqualTo(VisibleText.of("\n"));
  }
}
