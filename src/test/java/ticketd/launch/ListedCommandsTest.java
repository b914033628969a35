package ticketd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import ticketd.client.command.Commands;
import ticketd.client.command.Surroundings;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.wire.Language;

/** The help of all commands, those of other rooms than the client's among them. */
class ListedCommandsTest {
  private static CommandLine all(Texts texts) {
    return Commands.all(
        new Surroundings(
            texts,
            Map.of(),
            InputStream.nullInputStream(),
            new Output(new ByteArrayOutputStream()),
            new Output(new ByteArrayOutputStream()),
            ListedCommands.ALL));
  }

  @ParameterizedTest
  @EnumSource
  void shouldExplainEveryCommandWithAnExample(Language language) {
    Texts texts = Texts.in(language);
    String examples = texts.get("usage.footerHeading").replace("%n", "").strip();
    CommandLine program = all(texts);

    assertThat(program.getSubcommands()).containsKeys("server", "check", "list");
    program
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(command.getUsageMessage())
                  .describedAs(name)
                  .startsWith(texts.get("usage.synopsisHeading") + "ticket " + name)
                  .contains("-h, --help", examples)
                  .containsPattern(examples + "(?s:.*)ticket " + name);
              assertThat(command.getCommandSpec().usageMessage().description())
                  .describedAs(name)
                  .isNotEmpty();
              command
                  .getCommandSpec()
                  .args()
                  .forEach(
                      arg ->
                          assertThat(arg.description())
                              .describedAs("%s %s", name, arg.paramLabel())
                              .isNotEmpty());
            });
  }

  /** The client has options of the same names that mean something else. */
  @ParameterizedTest
  @EnumSource
  void shouldNotExplainTheServersOptionsByTheClients(Language language) {
    CommandLine program = all(Texts.in(language));
    Map<String, CommandLine> commands = program.getSubcommands();

    assertThat(description(commands, "server", "--lang"))
        .isNotEqualTo(description(commands, "list", "--lang"));
  }

  /** LIST alone takes an order. */
  @ParameterizedTest
  @EnumSource
  void shouldSayOfAQueryOnlyWhatTheCommandTakes(Language language) {
    Map<String, CommandLine> commands = all(Texts.in(language)).getSubcommands();

    for (String name : List.of("list", "watch", "take", "export")) {
      CommandLine command = commands.get(name);
      assertThat(command).isNotNull();
      String query =
          command.getCommandSpec().positionalParameters().stream()
              .filter(parameter -> parameter.paramLabel().endsWith("QUERY"))
              .map(parameter -> String.join(" ", parameter.description()))
              .collect(Collectors.joining());
      assertThat(query).describedAs(name).contains("status:", "updated:", "text:");
      assertThat(query.contains("sort:")).describedAs(name).isEqualTo(name.equals("list"));
      assertThat(query.contains("limit:")).describedAs(name).isEqualTo(name.equals("list"));
    }
  }

  private static String[] description(
      Map<String, CommandLine> commands, String command, String option) {
    CommandLine line = commands.get(command);
    assertThat(line).isNotNull();
    return line.getCommandSpec().findOption(option).description();
  }
}
