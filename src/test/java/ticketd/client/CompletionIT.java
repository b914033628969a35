package ticketd.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Jar;

/** The shell's completion under the fingers: a real bash on a terminal. */
class CompletionIT {
  private static final String PROMPT = "$ ";

  @TempDir Path folder;
  private Screen screen;

  @BeforeEach
  void start() throws IOException {
    Path jars = Jar.path().getParent();
    ClientJar client =
        new ClientJar(folder)
            .with("LC_ALL", "C.UTF-8")
            .with("PATH", jars + ":" + System.getenv("PATH"))
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("PS1", PROMPT)
            .with("TERM", "screen-256color");
    Files.createFile(folder.resolve("old store"));
    screen =
        Screen.run(
            folder, 80, 24, client.environment(), List.of("bash", "--norc", "--noprofile", "-i"));
    screen.enter(PROMPT, "cd " + folder + "; source <(ticket completion bash); clear");
    screen.await("an empty screen", lines -> lines.equals(List.of("$")));
  }

  @AfterEach
  void stop() {
    screen.close();
  }

  /** What Tab makes of what was typed; the line is left. */
  private void assertCompletes(String typed, String completed) {
    screen.type(typed).awaitLast(PROMPT + typed);
    screen.press("Tab").awaitLast(PROMPT + completed);
    screen.press("C-u").awaitLast(PROMPT);
  }

  @Test
  void shouldCompleteWhatBashCutsAtColonsAndEqualsSigns() {
    assertCompletes("ticket list stat", "ticket list status:");
    assertCompletes("ticket list status:w", "ticket list status:waiting");
    assertCompletes("ticket list status:open,w", "ticket list status:open,waiting");
    assertCompletes("ticket create --priority=u", "ticket create --priority=urgent");
    assertCompletes("ticket server --sync=int", "ticket server --sync=interval");
  }

  @Test
  void shouldCompleteNamesOfFiles() {
    assertCompletes("ticket check ol", "ticket check old\\ store");
    assertCompletes("ticket server --store ol", "ticket server --store old\\ store");
    assertCompletes("ticket server --config=ol", "ticket server --config=old\\ store");
  }
}
