package ticketd.client.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a server is to be spoken to, and what is shown there. */
final class LinkOptions {
  @Option(names = "--tls")
  boolean tls;

  @Option(names = "--ca", paramLabel = "FILE")
  Optional<Path> authorities = Optional.empty();

  @Option(names = "--token-file", paramLabel = "FILE")
  Optional<Path> tokenFile = Optional.empty();
}
