package ticketd.client.command;

import picocli.CommandLine.Option;

/** The options of every one-shot command. */
final class CommonOptions {
  @Option(names = "--server", paramLabel = "HOST:PORT")
  String server = "";

  @Option(names = "--as", paramLabel = "NAME")
  String as = "";

  @Option(names = "--lang", paramLabel = "fr|en")
  String lang = "";

  @Option(names = "--json")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;
}
