package ticketd.client.command;

import picocli.CommandLine.Option;

/** The options of every command. */
public class BasicOptions {
  @Option(names = "--lang", paramLabel = "fr|en", completionCandidates = Words.Languages.class)
  String lang = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;
}
