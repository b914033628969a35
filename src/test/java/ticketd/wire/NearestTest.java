package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("list", "view", "assign", "status", "stats", "--title", "-t", "tag");

  @ParameterizedTest
  @CsvSource({
    "lst, list",
    "lisk, list",
    "LITS, list",
    "veiw, view",
    "assing, assign",
    "statu, status",
    "--titel, --title",
    "--ttile, --title",
    "tga, tag",
    "--titl, --title",
    "asssing, assign",
  })
  void shouldKnowAWordWithASlip(String typed, String meant) {
    assertThat(Nearest.to(typed, KNOWN)).contains(meant);
  }

  @Test
  void shouldNotGuess() {
    for (String typed :
        List.of("", "-x", "--t", "to", "vxxw", "open", "history", "--body", "list")) {
      assertThat(Nearest.to(typed, KNOWN)).as(typed).isEmpty();
    }
    assertThat(Nearest.to("list".repeat(1 << 20), KNOWN)).isEmpty();
  }
}
