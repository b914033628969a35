package ticketd.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of scraped texts refuses what a scraper would, or would take for something else. */
class ExposedTest {
  private static final String TEXT =
      """
      # HELP a_total Of a kind.
      # TYPE a_total counter
      a_total{x="1",y="b\\"c"} 3
      a_total{x="2"} 4.5E7
      # HELP h_seconds Times.
      # TYPE h_seconds histogram
      h_seconds_bucket{le="0.5"} 1
      h_seconds_bucket{le="+Inf"} 3
      h_seconds_count 3
      h_seconds_sum 2.5
      """;

  @Test
  void shouldReadWhatIsWellFormed() {
    Exposed read = Exposed.text(TEXT);
    assertThat(read.value("a_total{x=\"2\"}")).isEqualTo(4.5e7);
    assertThat(read.families())
        .containsEntry(
            "a_total", new Exposed.Family("a_total", "counter", "Of a kind.", Set.of("x", "y")))
        .containsEntry(
            "h_seconds", new Exposed.Family("h_seconds", "histogram", "Times.", Set.of()));
    assertThat(
            Exposed.openMetrics("# TYPE a counter\n# HELP a x.\na_total 1.0\n# EOF\n").families())
        .containsOnlyKeys("a_total");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_total 1\n",
        "# HELP a_total x.\n# TYPE a_total counter\na_total 1",
        "# HELP a_total x.\na_total 1\n",
        "# HELP a x.\n# TYPE a counter\na 1\n",
        "# HELP a_total x.\n# TYPE a_total counter\na_total 1\na_total 2\n",
        "# HELP a_total x.\n# TYPE a_total counter\nb_total 1\n",
        "# HELP a_total x.\n# TYPE a_total counter\na_total{x=1} 1\n",
        "# HELP a_total x.\n# TYPE a_total counter\na_total{x=\"1\",} 1\n",
        "# HELP a_total x.\n# TYPE a_total counter\na_total one\n",
        "# HELP a x.\n# TYPE a gauge\n# HELP b x.\n# TYPE b gauge\n# HELP a x.\n",
        "# HELP h x.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_count 1\nh_sum 1\n",
        "# HELP h x.\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_count 1\nh_sum 1\n",
        "# HELP h x.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_count 2\nh_sum 1\n",
      })
  void shouldRefuseWhatIsNot(String text) {
    assertThatThrownBy(() -> Exposed.text(text)).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# TYPE a counter\n# HELP a x.\na_total 1.0\n",
        "# TYPE a counter\n# HELP a x.\na_total 1.0\n# EOF\nb 1\n",
        "# TYPE a counter\n# HELP a x.\na 1.0\n# EOF\n",
        "# TYPE a gauge\n# UNIT a seconds\n# HELP a x.\na 1.0\n# EOF\n"
      })
  void shouldRefuseWhatIsNoOpenMetrics(String text) {
    assertThatThrownBy(() -> Exposed.openMetrics(text)).isInstanceOf(AssertionError.class);
  }
}
