package ticketd.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimeTest {
  @Test
  void shouldReadHoursDaysAndNever() {
    Instant start = Instant.parse("2026-11-28T10:00:00Z");
    assertThat(Lifetime.of("12h").orElseThrow().end(start)).contains(start.plusSeconds(43_200));
    assertThat(Lifetime.of("30d").orElseThrow().end(start))
        .contains(start.plus(Duration.ofDays(30)));
    assertThat(Lifetime.of("never").orElseThrow().end(start)).isEmpty();
    assertThat(Lifetime.USUAL.end(start)).contains(start.plus(Duration.ofDays(90)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0d", "12", "h", "12H", "1.5d", "-1d", "12345h", "Never", "3w", " 1d"})
  void shouldReadNothingElse(String text) {
    assertThat(Lifetime.of(text)).isEmpty();
  }
}
