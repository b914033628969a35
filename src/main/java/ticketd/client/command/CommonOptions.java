package ticketd.client.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every one-shot command. */
final class CommonOptions extends BasicOptions {
  @Option(names = "--server", paramLabel = "HOST:PORT")
  String server = "";

  @Mixin LinkOptions link = new LinkOptions();

  @Option(names = "--as", paramLabel = "NAME")
  Optional<String> as = Optional.empty();

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      completionCandidates = Words.Colours.class)
  String color = "";

  @Option(names = "--json")
  boolean json;

  /** Of what is printed in JSON, these members alone; empty: all of them. See {@link Given}. */
  List<String> members = List.of();
}
