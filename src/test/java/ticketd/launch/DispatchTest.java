package ticketd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where options may stand. */
class DispatchTest {
  @ParameterizedTest
  @CsvSource({
    "--server H:1 list status:open, list --server H:1 status:open",
    "--server=H:1 --as ana --json view 7, view --server=H:1 --as ana --json=true 7",
    "--lang fr server --port 0, server --lang fr --port 0",
  })
  void shouldTakeTheCommonOptionsBeforeTheSubcommandToo(String typed, String meant) {
    assertThat(Dispatch.subcommandFirst(typed.split(" "))).containsExactly(meant.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list --server H:1",
        "--lang fr",
        "--lang fr --port 0",
        "--port 0 --lang fr",
        "--server",
        "--json",
        "--store list",
      })
  void shouldLeaveTheRestAsItIs(String typed) {
    assertThat(Dispatch.subcommandFirst(typed.split(" "))).containsExactly(typed.split(" "));
  }

  @Test
  void shouldLeaveNothingAsItIs() {
    assertThat(Dispatch.subcommandFirst(new String[0])).isEmpty();
  }
}
