package ticketd.client.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.screen.Texts;
import ticketd.testing.Jar;
import ticketd.testing.Processes;
import ticketd.testing.Waiting;
import ticketd.wire.Language;

/** The tokens of a person who signs in at several servers at once. */
class HostsFileIT {
  private static final int TOKENS = 100;

  @TempDir Path home;

  @Test
  void shouldKeepWhatSeveralProcessesKeep() throws Exception {
    List<Process> keepers = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      List<String> arguments = List.of(home.toString(), name, Integer.toString(TOKENS));
      keepers.add(
          Processes.builder(Jar.main(KeeperMain.class, List.of("-Xmx64m"), arguments))
              .inheritIO()
              .start());
    }
    for (Process keeper : keepers) {
      assertThat(keeper.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(keeper.exitValue()).isZero();
    }
    HostsFile hosts =
        HostsFile.of(Map.of("HOME", home.toString()), Texts.in(Language.EN)).orElseThrow();
    assertThat(hosts.all()).hasSize(2 * TOKENS);
  }
}
