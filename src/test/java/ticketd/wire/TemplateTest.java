package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static String written(String pattern, String... arguments) {
    LineBuffer out = new LineBuffer();
    new Template(pattern).write(out, List.of(arguments));
    return out.asString();
  }

  private static String filled(String pattern, Object... arguments) {
    return new Template(pattern).fill(arguments);
  }

  @Test
  void shouldPutArgumentsInTheirPlacesInAnyOrderAndAnyNumber() {
    assertThat(filled("{1} à {0}, {1}", "a", "b")).isEqualTo("b à a, b");
    assertThat(written("{1} à {0}, {1}", "a", "b")).isEqualTo("b à a, b");
    assertThat(filled("{0}{1}", "a", "b")).isEqualTo("ab");
    assertThat(filled("none", "a")).isEqualTo("none");
  }

  @Test
  void shouldTakeEveryOtherCharacterAsItself() {
    String pattern = "l'un {\"a\":{0}} ''{ {x} {12} {{0}";
    assertThat(filled(pattern, 7)).isEqualTo("l'un {\"a\":7} ''{ {x} {12} {7");
    assertThat(written(pattern, "7")).isEqualTo("l'un {\"a\":7} ''{ {x} {12} {7");
    assertThat(filled("{")).isEqualTo("{");
    assertThat(filled("{1")).isEqualTo("{1");
    assertThat(filled("{a}")).isEqualTo("{a}");
  }

  @Test
  void shouldNotLookForPlacesInArguments() {
    assertThat(filled("{0} and {1}", "{1}", "{0}")).isEqualTo("{1} and {0}");
  }

  @Test
  void shouldLeaveAPlaceWithoutAnArgumentAsItIs() {
    assertThat(filled("{0}, {1}", "a")).isEqualTo("a, {1}");
  }

  @Test
  void shouldWriteNumbersAsTheyAre() {
    assertThat(filled("{0}", 1_234_567L)).isEqualTo("1234567");
    LineBuffer out = new LineBuffer();
    new Template("({0})").write(out, 1_234_567L);
    assertThat(out.asString()).isEqualTo("(1234567)");
  }
}
