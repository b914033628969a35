package ticketd.client.command;

import picocli.CommandLine.Option;

/** The options of every one-shot command. */
final class CommonOptions extends BasicOptions {
  @Option(names = "--server", paramLabel = "HOST:PORT")
  String server = "";

  @Option(names = "--as", paramLabel = "NAME")
  String as = "";

  @Option(names = "--json")
  boolean json;
}
