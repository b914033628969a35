package ticketd.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import ticketd.wire.Language;

class TextsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  private static Properties bundle(Language language) throws IOException {
    Path file = Path.of("src/main/resources/bundles/server_" + language.wireName() + ".properties");
    Properties bundle = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      bundle.load(reader);
    }
    return bundle;
  }

  @Test
  void shouldSayTheSameInBothLanguages() throws Exception {
    Properties french = bundle(Language.FR);
    Properties english = bundle(Language.EN);

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

  /** An apostrophe is one: none is written twice. */
  @Test
  void shouldFillEveryPlace() throws Exception {
    for (Language language : Language.values()) {
      Properties bundle = bundle(language);
      for (String key : bundle.stringPropertyNames()) {
        String text = Texts.in(language).of(key, "v0", "v1", "v2", "v3", "v4");
        assertThat(text).describedAs(key).doesNotContain("{", "''");
        for (String place : places(bundle.getProperty(key))) {
          assertThat(text).describedAs(key).contains("v" + place.charAt(1));
        }
      }
    }
  }

  @Test
  void shouldWriteNumbersAsTheyAre() {
    assertThat(Texts.in(Language.FR).of("log-sum-filed", 12_345L)).isEqualTo("dépôts 12345");
  }
}
