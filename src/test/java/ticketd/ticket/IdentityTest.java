package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jules",
        "Jules Martin",
        "ana.b",
        "o'neil",
        "x@y",
        "a_b-c",
        "7up",
        "Zoé",
        "李",
        "अनु"
      })
  void shouldAcceptNames(String name) {
    assertThat(Identity.of(name)).map(Identity::name).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".x",
        "-x",
        "'x",
        "_x",
        "a/b",
        "a:b",
        "a\tb",
        "a\u200Db",
        "\u0301a",
        "a²",
        "Ⅷ",
        "me",
        "ME",
        "ｍｅ",
        "next",
        "Next",
        "a*b",
        "[x]",
        "#1"
      })
  void shouldRefuseWhatIsNoName(String name) {
    assertThat(Identity.of(name)).isEmpty();
  }

  @Test
  void shouldLimitTheLengthInCodePointsAfterComposition() {
    assertThat(Identity.of("a".repeat(64))).isPresent();
    assertThat(Identity.of("a".repeat(65))).isEmpty();
    assertThat(Identity.of("e\u0301".repeat(64))).isPresent();
    assertThat(Identity.of("𝒳".repeat(64))).isPresent();
    assertThat(Identity.of("𝒳".repeat(65))).isEmpty();
  }

  @Test
  void shouldBeTheSameIdentityInEverySpelling() {
    assertThat(Identity.of("JULES")).isEqualTo(Identity.of("jules"));
    assertThat(Identity.of("Zoe\u0301")).isEqualTo(Identity.of("zoé"));
    assertThat(Identity.of("Ｊules")).isEqualTo(Identity.of("jules"));
    assertThat(Identity.of("Jules")).isNotEqualTo(Identity.of("Juliette"));
    assertThat(Identity.of("İ")).isNotEqualTo(Identity.of("i"));
  }

  @Test
  void shouldKeepTheSpellingOfItsOwner() {
    Optional<Identity> zoe = Identity.of("  Zoe\u0301 B  ");
    assertThat(zoe).map(Identity::name).contains("Zoé B");
    assertThat(zoe).map(Identity::key).contains("zoé b");
  }
}
