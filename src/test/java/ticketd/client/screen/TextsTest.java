package ticketd.client.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import ticketd.wire.Language;

class TextsTest {
  private static final Pattern PLACE = Pattern.compile("\\{[0-9]\\}");

  private final Texts french = Texts.in(Language.FR);
  private final Texts english = Texts.in(Language.EN);

  @Test
  void shouldSayTheSameInBothLanguages() {
    assertThat(english.bundle().keySet()).isEqualTo(french.bundle().keySet());
    for (String key : french.bundle().keySet()) {
      assertThat(places(english, key)).describedAs(key).isEqualTo(places(french, key));
    }
  }

  private static Set<String> places(Texts texts, String key) {
    Set<String> places = new TreeSet<>();
    PLACE.matcher(texts.get(key)).results().forEach(place -> places.add(place.group()));
    return places;
  }

  /** What one help says the other must say too: words that have one translation here. */
  @Test
  void shouldExplainTheSameInBothLanguages() {
    Map<String, String> glossary =
        Map.of(
            "French", "français",
            "English", "anglais",
            "commas", "virgules",
            "standard input", "entrée standard",
            "default", "défaut",
            "TAB", "TAB");
    glossary.forEach(
        (word, mot) -> {
          for (String key : english.bundle().keySet()) {
            assertThat(count(mot, french.get(key)))
                .describedAs("%s in %s", mot, key)
                .isEqualTo(count(word, english.get(key)));
          }
        });
  }

  private static long count(String word, String text) {
    return Pattern.compile("\\b" + word, Pattern.UNICODE_CHARACTER_CLASS)
        .matcher(text)
        .results()
        .count();
  }

  @Test
  void shouldPutArgumentsInTheirPlaces() {
    assertThat(english.get("unreachable", "h:1", "no {0}"))
        .isEqualTo("the server h:1 cannot be reached: no {0}");
  }

  @Test
  void shouldAskInTheDialogueAsTheServerDoes() {
    assertThat(french.get("dialogue.title")).isEqualTo("Titre :");
    assertThat(french.get("dialogue.description")).isEqualTo("Description :");
    assertThat(english.get("dialogue.title")).isEqualTo("Title:");
    assertThat(english.get("dialogue.description")).isEqualTo("Description:");
  }
}
