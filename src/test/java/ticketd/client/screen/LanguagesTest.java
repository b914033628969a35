package ticketd.client.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import ticketd.wire.Language;

class LanguagesTest {
  @Test
  void shouldPreferTheOptionThenTheEnvironmentThenTheLocale() {
    Map<String, String> all = Map.of("TICKETD_LANG", "fr", "LANG", "en_US.UTF-8");

    assertThat(Languages.shown("en", all)).isEqualTo(Language.EN);
    assertThat(Languages.shown("", all)).isEqualTo(Language.FR);
    assertThat(Languages.shown("", Map.of("LANG", "en_US.UTF-8"))).isEqualTo(Language.EN);
  }

  @Test
  void shouldPassOverWhatIsNoLanguageOfOurs() {
    assertThat(Languages.shown("xx", Map.of("TICKETD_LANG", "en"))).isEqualTo(Language.EN);
    assertThat(Languages.shown("xx", Map.of("LANG", "en_US.UTF-8"))).isEqualTo(Language.EN);
    assertThat(Languages.shown("xx", Map.of("TICKETD_LANG", "xx", "LANG", "en")))
        .isEqualTo(Language.EN);
    assertThat(Languages.shown("xx", Map.of())).isEqualTo(Language.FR);
  }

  @Test
  void shouldReadTheLocaleByItsPrecedence() {
    assertThat(Languages.shown("", Map.of("LC_ALL", "fr_CA", "LC_MESSAGES", "en", "LANG", "en")))
        .isEqualTo(Language.FR);
    assertThat(Languages.shown("", Map.of("LC_ALL", "", "LC_MESSAGES", "en_GB", "LANG", "fr")))
        .isEqualTo(Language.EN);
  }

  @Test
  void shouldReadTheLocaleThatTheLauncherLaidAside() {
    Map<String, String> imposed = Map.of("LC_ALL", "C.UTF-8", "TICKETD_LOCALE", "en_US");

    assertThat(Languages.shown("", imposed)).isEqualTo(Language.EN);
    assertThat(Languages.shown("", Map.of("LC_ALL", "fr_FR", "TICKETD_LOCALE", "en_US")))
        .as("left over from a parent")
        .isEqualTo(Language.FR);
  }

  @Test
  void shouldBeFrenchInAnyOtherLocale() {
    assertThat(Languages.shown("", Map.of())).isEqualTo(Language.FR);
    assertThat(Languages.shown("", Map.of("LANG", "C.UTF-8"))).isEqualTo(Language.FR);
    assertThat(Languages.shown("", Map.of("LANG", "de_DE.UTF-8"))).isEqualTo(Language.FR);
  }

  @Test
  void shouldTellALanguageAskedForFromOneGuessed() {
    assertThat(Languages.asked("", Map.of("LANG", "en_US.UTF-8"))).isEmpty();
    assertThat(Languages.asked("", Map.of("TICKETD_LANG", "en"))).contains(Language.EN);
    assertThat(Languages.asked("fr", Map.of("TICKETD_LANG", "en"))).contains(Language.FR);
  }
}
