package ticketd.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  private static Properties bundle(String language) throws IOException {
    Path file = Path.of("src/main/resources/bundles/server_" + language + ".properties");
    Properties bundle = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      bundle.load(reader);
    }
    return bundle;
  }

  @Test
  void shouldSayTheSameInBothLanguages() throws Exception {
    Properties french = bundle("fr");
    Properties english = bundle("en");

    assertThat(french.keySet()).isEqualTo(english.keySet());
    for (String key : french.stringPropertyNames()) {
      assertThat(places(french.getProperty(key)))
          .describedAs(key)
          .isEqualTo(places(english.getProperty(key)));
    }
  }

  private static Set<String> places(String text) {
    return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** A single apostrophe would begin a quotation, and the places behind it would stay empty. */
  @Test
  void shouldFillEveryPlace() throws Exception {
    for (String language : Set.of("fr", "en")) {
      Properties bundle = bundle(language);
      for (String key : bundle.stringPropertyNames()) {
        String text =
            Texts.in(Locale.forLanguageTag(language)).of(key, "v0", "v1", "v2", "v3", "v4");
        assertThat(text).describedAs(key).doesNotContain("{", "''");
        for (String place : places(bundle.getProperty(key))) {
          assertThat(text).describedAs(key).contains("v" + place.charAt(1));
        }
      }
    }
  }

  @Test
  void shouldWriteNumbersAsTheyAre() {
    assertThat(Texts.in(Locale.FRENCH).of("log-sum-filed", 12_345L)).isEqualTo("dépôts 12345");
  }
}
