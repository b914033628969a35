package ticketd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Processes;

class DistributionTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Distribution.write(folder);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void shouldWriteALauncherThatTheShellUnderstands() throws Exception {
    Path launcher = folder.resolve("ticket");

    assertThat(launcher).isExecutable();
    Processes.run("sh", "-n", launcher.toString());
  }

  @Test
  void shouldWriteCompletionsThatTheShellUnderstands() throws Exception {
    Path bash = folder.resolve("completion/bash/ticket");

    Processes.run("bash", "-n", bash.toString());
    assertThat(read("completion/zsh/_ticket")).startsWith("#compdef ticket\n");
  }

  @Test
  void shouldWriteAManualPageACommandAndLanguage() throws IOException {
    for (String page : List.of("man/man1", "man/fr/man1")) {
      try (Stream<Path> pages = Files.list(folder.resolve(page))) {
        assertThat(pages.map(p -> p.getFileName().toString()))
            .contains("ticket.1", "ticket-list.1", "ticket-close.1", "ticket-server.1")
            .hasSize(39);
      }
    }
    assertThat(read("man/man1/ticket-close.1"))
        .startsWith(".TH \"TICKET-CLOSE\" 1")
        .contains(".SH \"EXIT STATUS\"", "\\fB\\-c, \\-\\-comment\\fR \\fITEXT\\fR");
    assertThat(read("man/fr/man1/ticket-close.1")).contains("ferme un ticket");
    // A line that begins with a dot is a request; all of ours are known.
    assertThat(read("man/fr/man1/ticket.1").lines().filter(l -> l.startsWith(".")))
        .allMatch(l -> l.matches("\\.(TH|SH|B|TP|PP|nf|fi)( .*)?"));
  }
}
