package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFoldTest {
  @ParameterizedTest
  @CsvSource({
    "ecran, Écran noir",
    "ÉCRAN, mon ecran",
    "strasse, Straße",
    "STRASSE, Straße",
    "Straße, STRASSE",
    "οδος, ΟΔΟΣ",
    "ΟΔΟΣ, οδοστρωμα",
    "οδοσ, οδός",
    "istanbul, İSTANBUL",
    "file, ﬁle",
    "abc, ＡＢＣ",
    "viet, Việt Nam",
    "中文, 中文",
    "100%, à 100%"
  })
  void shouldFindWithoutRegardToCaseAndAccents(String word, String text) {
    assertThat(TextFold.fold(text)).contains(TextFold.fold(word));
  }

  @ParameterizedTest
  @CsvSource({"ecrans, Écran", "a, 中文", "o, ø", "d, đ"})
  void shouldTellOtherLettersApart(String word, String text) {
    assertThat(TextFold.fold(text)).doesNotContain(TextFold.fold(word));
  }
}
