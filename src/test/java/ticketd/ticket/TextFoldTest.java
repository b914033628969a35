package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Seed;

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
    "수고, 수고ㄳ",
    "ㄳ, 수고ㄳ",
    "ㅊ, ㅊㅐ",
    "ㅋㅋ, 하ㅋㅋ",
    "ㅏㅣ, ￂￜ",
    "ㄱ, 가㉠",
    "❤, ❤\uFE0F",
    "a b, a\u3000b",
    "a\u00A0b, a b",
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
    "채, ㅊㅐ",
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

  @Test
  void shouldFoldEveryCharacterAsTheRulesDoWhateverIsBesideIt() {
    List<String> wrong = new ArrayList<>();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String text = Character.toString(point);
      List<String> mixtures =
          point > Character.MAX_VALUE
              ? List.of(text)
              : List.of(text, "é" + text, text + "Ñ\u0301", "カ" + text + "\u3099", "가" + text);
      for (String mixed : mixtures) {
        if (!TextFold.fold(mixed).equals(FullFold.of(mixed))) {
          wrong.add(Characters.name(point));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldFoldMixturesOfScriptsAsTheRulesDo() {
    Random random = Seed.random();
    for (int n = 0; n < 50_000; n++) {
      String text = mixture(random);
      assertThat(TextFold.fold(text)).as(text).isEqualTo(FullFold.of(text));
    }
  }

  /** First and last of what is drawn from: neighbours in a text are mostly of one script. */
  private static final int[][] RANGES = {
    {0x20, 0x7E},
    {0xA0, 0x24F},
    {0x250, 0x36F},
    {0x370, 0x52F},
    {0x530, 0x8FF},
    {0x900, 0xDFF},
    {0xE00, 0x10FF},
    {0x1100, 0x11FF},
    {0x1200, 0x1CFF},
    {0x1D00, 0x20FF},
    {0x2100, 0x2BFF},
    {0x2E80, 0x33FF},
    {0x4E00, 0x9FFF},
    {0xA000, 0xABFF},
    {0xAC00, 0xD7FF},
    {0xD800, 0xDFFF},
    {0xE000, 0xFAFF},
    {0xFB00, 0xFFFF},
    {0x10000, 0x1FFFF},
    {0x20000, 0x2FFFF},
    {0xE0000, 0xE01FF}
  };

  private static String mixture(Random random) {
    StringBuilder text = new StringBuilder();
    int[] range = RANGES[random.nextInt(RANGES.length)];
    for (int left = 1 + random.nextInt(12); left > 0; left--) {
      if (random.nextInt(3) == 0) {
        range = RANGES[random.nextInt(RANGES.length)];
      }
      text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
    }
    return text.toString();
  }
}
