package ticketd;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.command.ClientCommand;
import ticketd.client.command.Surroundings;

/**
 * {@code check} as the client's help, completions and manual pages list it; {@link CheckCommand}
 * carries it out.
 */
@Command(name = "check")
final class CheckListing extends ClientCommand {
  @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "file")
  String file = "";

  @Option(names = "--json")
  boolean json;

  @Option(names = "--lang", paramLabel = "fr|en")
  String lang = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  CheckListing(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() {
    return CheckCommand.run(json ? new String[] {"--json", file} : new String[] {file});
  }
}
