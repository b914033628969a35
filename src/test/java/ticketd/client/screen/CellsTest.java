package ticketd.client.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ticketd.testing.Seed;

class CellsTest {
  @Test
  void shouldCountWideCharactersTwiceAndMarksNot() {
    assertThat(Cells.width("abc")).isEqualTo(3);
    assertThat(Cells.width("日本")).isEqualTo(4);
    assertThat(Cells.width("e\u0301te\u0301")).isEqualTo(3);
    assertThat(Cells.width("👍")).isEqualTo(2);
  }

  @Test
  void shouldCountFlagsFamiliesAndSkinTonesAsTheOneCharacterThatIsSeen() {
    assertThat(Cells.width("🇫🇷")).isEqualTo(2);
    assertThat(Cells.width("🇫🇷🇩🇪")).isEqualTo(4);
    assertThat(Cells.width("🇫x")).isEqualTo(2);
    assertThat(Cells.width("👨\u200D👩\u200D👧")).isEqualTo(2);
    assertThat(Cells.width("👩🏽\u200D💻!")).isEqualTo(3);
    assertThat(Cells.width("👍🏽")).isEqualTo(2);
    assertThat(Cells.width("❤\uFE0F")).isEqualTo(1);
    assertThat(Cells.width("1\uFE0F")).isEqualTo(1);
    assertThat(Cells.fit("🇫🇷🇩🇪", 3)).isEqualTo("🇫🇷…");
    assertThat(Cells.fit("👨\u200D👩\u200D👧 x", 3)).isEqualTo("👨\u200D👩\u200D👧…");
  }

  @Test
  void shouldCutBeforeACharacterThatDoesNotFit() {
    assertThat(Cells.fit("日本語", 6)).isEqualTo("日本語");
    assertThat(Cells.fit("日本語", 5)).isEqualTo("日本…");
    assertThat(Cells.fit("日本語", 4)).isEqualTo("日…");
    assertThat(Cells.fit("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301…");
  }

  @Test
  void shouldNeverBeWiderThanAskedFor() {
    Random random = Seed.random();
    List<String> letters = List.of("a", "é", "e\u0301", "日", "👍", " ", "🇫", "\u200D", "🏽");
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(letters.get(random.nextInt(letters.size())));
      }
      int cells = 1 + random.nextInt(30);
      String fitted = Cells.fit(text.toString(), cells);

      assertThat(Cells.width(fitted))
          .describedAs("%s in %d", text, cells)
          .isLessThanOrEqualTo(cells);
      assertThat(Cells.width(Cells.pad(fitted, cells))).isEqualTo(cells);
    }
  }
}
