package ticketd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that the process's character set cannot spell, wherever they are given. */
class GivenPathsTest {
  /** Half of a pair: no character set has it. */
  private static final String UNSPELLABLE = "caf\ud83d";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create -t x -F %s",
        "import %s",
        "check %s",
        "user list --store %s",
        "store copy %s postgresql://127.0.0.1/desks",
        "store copy postgresql://127.0.0.1/desks %s"
      })
  void shouldSayInWhichLocaleTheyCanBe(String line) {
    Ran run = Ran.command(Map.of(), String.format(line, UNSPELLABLE).split(" ", -1));
    assertThat(run.err()).contains("cannot spell this path; set LC_ALL=C.UTF-8");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void shouldSayThatOfTheEnvironmentToo() {
    Ran run = Ran.command(Map.of("TICKETD_CA", UNSPELLABLE), "list", "--tls");
    assertThat(run.err()).contains("cannot spell this path; set LC_ALL=C.UTF-8");
    assertThat(run.status()).isEqualTo(2);
  }
}
