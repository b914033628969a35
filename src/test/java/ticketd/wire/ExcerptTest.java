package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void shouldLeaveAShortTextAsItIs() {
    assertThat(Excerpt.of("disque plein 😀")).isEqualTo("disque plein 😀");
    assertThat(Excerpt.of("x".repeat(48))).isEqualTo("x".repeat(48));
  }

  @Test
  void shouldCutALongTextBetweenCharacters() {
    assertThat(Excerpt.of("😀".repeat(49))).isEqualTo("😀".repeat(48) + "…");
  }

  @Test
  void shouldReplaceWhatATerminalMustNotGet() {
    assertThat(Excerpt.of("a\u001b[31m\n\t\u202eb\ud800"))
        .isEqualTo("a\ufffd[31m\ufffd\ufffd\ufffdb\ufffd");
  }
}
