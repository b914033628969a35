package ticketd.client.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a server is to be spoken to. */
final class TlsOptions {
  @Option(names = "--tls")
  boolean tls;

  @Option(names = "--ca", paramLabel = "FILE")
  Optional<Path> authorities = Optional.empty();
}
