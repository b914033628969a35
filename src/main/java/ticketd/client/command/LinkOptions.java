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

  @Option(names = "--tls-cert", paramLabel = "FILE")
  Optional<Path> certificate = Optional.empty();

  @Option(names = "--tls-key", paramLabel = "FILE")
  Optional<Path> key = Optional.empty();

  @Option(names = "--token-file", paramLabel = "FILE")
  Optional<Path> tokenFile = Optional.empty();

  /** One of them says that TLS is to be spoken. */
  boolean isOfTls() {
    return tls || authorities.isPresent() || certificate.isPresent() || key.isPresent();
  }
}
