package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code help [COMMAND]}. */
@Command(name = "help")
final class HelpCommand extends ClientCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", descriptionKey = "command")
  Optional<String> command = Optional.empty();

  @Mixin BasicOptions options = new BasicOptions();

  /** Of the other commands, which may stand before the command: nothing is asked of a server. */
  @Option(
      names = {"--server", "--as", "--color", "--ca", "--tls-cert", "--tls-key", "--token-file"},
      hidden = true)
  List<String> unused = new ArrayList<>();

  @Option(
      names = {"--tls", "--json"},
      hidden = true)
  List<Boolean> alsoUnused = new ArrayList<>();

  HelpCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    CommandLine shown = Commands.all(surroundings());
    if (command.isPresent()) {
      CommandLine named = shown.getSubcommands().get(command.get());
      if (named == null) {
        throw Failures.unknownCommand(surroundings(), command.get());
      }
      shown = named;
    }
    out().text(UsageText.of(shown));
    return ExitStatus.DONE;
  }
}
