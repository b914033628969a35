package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
  private static Properties bundle(Language language) throws IOException {
    String name = "messages_" + language.wireName() + ".properties";
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(Texts.class.getResourceAsStream(name)),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }

  private static Set<String> places(String pattern) {
    return Pattern.compile("\\{[^}]*\\}")
        .matcher(pattern)
        .results()
        .map(MatchResult::group)
        .filter(place -> place.matches("\\{\\d\\}"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void shouldHoldEveryTextAndNoOther(Language language) throws IOException {
    Set<String> expected = new HashSet<>();
    for (Text text : Text.values()) {
      expected.add(text.key());
    }
    for (Verb verb : Verb.values()) {
      expected.add("usage." + verb.name());
      expected.add("help." + verb.name());
    }
    assertThat(bundle(language).stringPropertyNames()).isEqualTo(expected);
  }

  @Test
  void shouldShowTheSameArgumentsInEveryLanguage() throws IOException {
    Properties french = bundle(Language.FR);
    Properties english = bundle(Language.EN);
    for (Text text : Text.values()) {
      assertThat(places(french.getProperty(text.key())))
          .as(text.key())
          .isEqualTo(places(english.getProperty(text.key())));
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void shouldWriteEverySentenceOnOneLine(Language language) {
    for (Text text : Text.values()) {
      LineBuffer out = new LineBuffer();
      Texts.of(language).get(text).write(out, List.of("A", "B", "C", "D"));
      assertThat(out.asString())
          .as(text.key())
          .isNotBlank()
          .doesNotContain("\n", "{0", "{1", "{2", "{3");
    }
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void shouldExplainEveryVerb(Verb verb) {
    for (Language language : Language.values()) {
      assertThat(Texts.of(language).usage(verb)).startsWith(verb.name());
      assertThat(Texts.of(language).explanation(verb)).isNotEmpty().noneMatch(String::isBlank);
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void shouldNameAllThatAQueryTakesAndEachObjectOfAChange(Language language) {
    String list = String.join("\n", Texts.of(language).explanation(Verb.LIST));
    assertThat(Qualifiers.LIST).allSatisfy(name -> assertThat(list).contains(name + ":"));
    assertThat(list).contains("is:" + String.join("|", Qualifiers.STATES) + " ");

    for (Verb verb : List.of(Verb.SENDTICKET, Verb.DUE, Verb.LINK, Verb.UNLINK, Verb.RATE)) {
      assertThat(String.join("\n", Texts.of(language).explanation(verb)))
          .as(verb.name())
          .contains("JSON");
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void shouldHaveATextForEveryCode(ErrorCode code) {
    assertThat(Message.of(code).in(Language.FR)).isNotBlank();
  }
}
