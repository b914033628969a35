package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.wire.Refusal;

class ParamsTest {
  @ParameterizedTest
  @CsvSource({
    "q=disk, disk",
    "q=disk+full, disk full",
    "q=disk%20full, disk full",
    "q=%2B, +",
    "q=a=b, a=b",
    "%71=%C3%A9t%c3%a9, été",
    "q=é, é",
    "q=, ''",
    "q, ''",
    "a=1&&q=x&, x",
  })
  void shouldDecodeAValue(String query, String value) throws Refusal {
    assertThat(Params.of(query).get("q")).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=%", "q=%2", "q=%g0", "q=%-1", "q=%ff", "q=%ed%a0%80", "%=1"})
  void shouldRefuseWhatIsNotPercentEncodedUtf8(String query) {
    assertThatThrownBy(() -> Params.of(query)).isInstanceOf(Refusal.class);
  }

  @Test
  void shouldRefuseARepeatedParameter() {
    assertThatThrownBy(() -> Params.of("q=a&q=a"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason().toString()).contains("\"q\""));
  }

  @Test
  void shouldRefuseAnUnknownParameterAndNameTheKnown() throws Refusal {
    Params params = Params.of("q=a&lmit=3");
    assertThatThrownBy(() -> params.only("q", "limit"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.reason().toString()).contains("\"lmit\"").contains("q, limit"));
    assertThatThrownBy(params::only).isInstanceOf(Refusal.class);
    assertThat(params.only("q", "lmit").get("lmit")).contains("3");
    assertThat(params.get("limit")).isEmpty();
  }
}
