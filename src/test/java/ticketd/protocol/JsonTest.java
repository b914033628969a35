package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final String LINE =
      "{\"id\":12,\"title\":\"é \\\"x\\\" \\n\",\"none\":null,\"yes\":true,\"tags\":[\"a\",\"b\"],"
          + "\"changes\":{\"tags\":[[\"a\"],[]],\"assignee\":[null,\"Ana\"]},"
          + "\"comments\":[{\"n\":1}]}";

  private final Json json = Json.parse(LINE);

  @Test
  void shouldReadMembersOfEveryKind() {
    assertThat(json.number("id")).isEqualTo(12);
    assertThat(json.text("title")).isEqualTo("é \"x\" \n");
    assertThat(json.flag("yes")).isTrue();
    assertThat(json.texts("tags")).containsExactly("a", "b");
    assertThat(json.objects("comments").get(0).number("n")).isEqualTo(1);
  }

  @Test
  void shouldReadWhatIsMissingOrNullAsEmpty() {
    assertThat(json.optionalText("none")).isEmpty();
    assertThat(json.optionalText("other")).isEmpty();
    assertThat(json.number("title")).isZero();
    assertThat(json.texts("id")).isEmpty();
    assertThat(json.object("id")).isEmpty();
  }

  @Test
  void shouldReadListsInListsAndNullInThemAsText() {
    Json changes = json.object("changes").orElseThrow();

    assertThat(changes.texts("tags")).containsExactly("a", "");
    assertThat(changes.texts("assignee")).containsExactly("", "Ana");
  }

  @Test
  void shouldWriteWhatItRead() {
    assertThat(json).hasToString(LINE);
  }

  @Test
  void shouldSetAndDropMembersOfACopy() {
    Json other = json.without("changes").without("comments").with("id", 13).with("l", List.of());

    assertThat(other.toString())
        .startsWith("{\"id\":13,")
        .endsWith("\"tags\":[\"a\",\"b\"],\"l\":[]}");
    assertThat(json).hasToString(LINE);
  }

  @Test
  void shouldRefuseWhatIsNoObject() {
    assertThatThrownBy(() -> Json.parse("[1]")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.parse("{\"a\":")).isInstanceOf(IllegalArgumentException.class);
  }
}
