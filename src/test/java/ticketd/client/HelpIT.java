package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.client.ClientJar.Ran;
import ticketd.client.screen.Cells;
import ticketd.testing.Jar;

/** Help as people ask for it: on a terminal, through pipes, in the locale C. */
class HelpIT {
  @TempDir Path folder;
  private ClientJar client;
  private Screens screens;

  @BeforeEach
  void start() {
    client = new ClientJar(folder).with("TERM", "screen-256color");
    screens = new Screens(folder, client);
  }

  @AfterEach
  void stop() {
    screens.close();
  }

  /** The lines of options, as wide as the terminal shows them. */
  private List<String> optionsAt(int columns, String... arguments) {
    Screen screen = screens.run(columns, 100, Jar.client(arguments));
    List<String> lines = screen.awaitLine("(0)");
    return lines.subList(lines.indexOf("Options :") + 1, lines.indexOf("Exemples :"));
  }

  @Test
  void shouldBeAsWideAsTheTerminalWithinReason() {
    for (String[] asked : new String[][] {{"help", "create"}, {"create", "-h"}}) {
      List<String> narrow = optionsAt(60, asked);
      List<String> wide = optionsAt(100, asked);

      // What the terminal itself breaks goes on at the first column.
      assertThat(narrow).hasSizeGreaterThan(wide.size()).allMatch(this::isIndented);
      assertThat(wide).anyMatch(line -> Cells.width(line) > 80).allMatch(this::isIndented);
      assertThat(optionsAt(160, asked)).isEqualTo(wide);
    }
  }

  private boolean isIndented(String line) {
    return line.isEmpty() || line.startsWith("  ");
  }

  @Test
  void shouldBeTheSameThroughAPipeInUtf8() {
    Ran help = client.run("", "help", "create");

    assertThat(help.output()).contains("dépose un ticket et affiche son numéro");
    assertThat(client.run("", "create", "--help")).isEqualTo(help);
    assertThat(help.output()).anyMatch(line -> Cells.width(line) > 80);
  }

  @Test
  void shouldBeAsWideThroughAPipeAsWhereItIsRead() {
    assertThat(
            client.run("", List.of("sh", "-c", "COLUMNS=70 " + command("create", "-h"))).output())
        .anyMatch(line -> Cells.width(line) > 55)
        .allMatch(line -> Cells.width(line) <= 70);

    String piped = command("create", "-h") + " | cat; echo done";
    List<String> lines = screens.run(70, 100, List.of("sh", "-c", piped)).awaitLine("done");
    assertThat(lines.subList(lines.indexOf("Options :") + 1, lines.indexOf("Exemples :")))
        .allMatch(this::isIndented);
  }

  private static String command(String... arguments) {
    return String.join(" ", Jar.client(arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "help list",
        "list -h",
        "check --help",
        "server --help",
        "--help",
        "--version",
        "completion bash"
      })
  void shouldSayThatItCannotBeWritten(String arguments) {
    Ran ran = client.run("", List.of("sh", "-c", command(arguments.split(" ")) + " > /dev/full"));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errors())
        .containsExactly(
            "ticket: impossible d'écrire sur la sortie standard : No space left on device");
  }

  @Test
  void shouldTellTheExitStatuses() {
    assertThat(client.run("", "help", "--lang", "en").output())
        .containsSubsequence(
            "Exit status:",
            "  0     done",
            "  1     failed",
            "  2     wrong usage",
            "  3     not found",
            "  4     conflict",
            "  5     not identified or forbidden",
            "  6     the server cannot be reached, or the outcome is unknown",
            "  7     timed out",
            "  130   interrupted");
    assertThat(client.run("", "help", "list").output()).noneMatch(line -> line.contains("130"));
  }
}
