package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "100%, à 100%",
    "noeud, Nœud",
    "NŒUD, noeud coulant",
    "coeur, cœur",
    "lodz, Łódź",
    "odegard, Ødegård",
    "aero, Ærø",
    "dakovo, Đakovo",
    "fuss, FUẞ",
    "елка, Ёлка",
    "йод, ИОД",
    "αθηνα, Αθήνα",
    "שלום, שָׁלוֹם",
    "محمد, مُحَمَّد",
    "احمد, أحمد",
    "cooperation, coo\u00ADpé\u200Bration",
    "أهلا, أه\u200Fلا",
    "ガラス, ｶﾞﾗｽ",
    "ガラス, カ\u3099ラス",
    "กิน, กินข้าว",
    "한, 한글",
    "❤, ❤\uFE0F",
    "´, l´ami"
  })
  void shouldFindWithoutRegardToCaseAndAccents(String word, String text) {
    assertThat(TextFold.fold(text)).contains(TextFold.fold(word));
  }

  @ParameterizedTest
  @CsvSource({
    "ecrans, Écran",
    "a, 中文",
    "カラス, ガラス",
    "ラスカ, ラスガ",
    "ハハ, パパ",
    "กน, กิน",
    "ที, ท",
    "कल, कील",
    "가, 각",
    "´, l ami",
    "d, ð",
    "o, 中文"
  })
  void shouldTellOtherLettersApart(String word, String text) {
    assertThat(TextFold.fold(text)).doesNotContain(TextFold.fold(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0301", "\u0301\u0308", "\u05B8", "\u064E", "\u200B", "\u00AD\uFE0F", "\u200F"})
  void shouldLeaveNothingOfWhatIsNoLetter(String text) {
    assertThat(TextFold.fold(text)).isEmpty();
    assertThat(SearchWord.of(text)).isEmpty();
  }

  /** Folding once is enough, whatever the character: else a word might not find itself. */
  @Test
  void shouldFoldEveryCharacterToWhatStays() {
    List<String> wrong = new ArrayList<>();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (Character.isDefined(point) && Character.getType(point) != Character.SURROGATE) {
        String folded = TextFold.fold("x " + Character.toString(point));
        if (!TextFold.fold(folded).equals(folded)) {
          wrong.add(Characters.name(point));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
