package ticketd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageOptionTest {
  @ParameterizedTest
  @CsvSource({
    "--lang en, en",
    "list --lang=fr x, fr",
    "--lang= --port 0, ''",
    "--port --lang --lang, --lang",
    "--lang en --lang fr, en",
    "--lang=de --lang en, de",
  })
  void shouldBeTheFirstWhateverItIs(String arguments, String value) {
    assertThat(LanguageOption.in(arguments.split(" "))).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "list --lang", "--language=fr", "lang fr"})
  void shouldBeNoneWhereNoneIsNamed(String arguments) {
    assertThat(LanguageOption.in(arguments.split(" "))).isEmpty();
  }
}
