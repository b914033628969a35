package ticketd.client.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How a server is to be spoken to, and what is shown there. */
final class LinkOptions {
  /** The variables that name the same files for every command. */
  static final String AUTHORITIES = "TICKETD_CA";

  static final String CERTIFICATE = "TICKETD_TLS_CERT";
  static final String KEY = "TICKETD_TLS_KEY";

  /** A file that was given by an option, and the variable in place of that. */
  record NamedFile(String option, String variable, Path file) {}

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

  /** Those of TLS that were given, each by its whole path. */
  Stream<NamedFile> files() {
    return Stream.of(
            named("--ca", AUTHORITIES, authorities),
            named("--tls-cert", CERTIFICATE, certificate),
            named("--tls-key", KEY, key))
        .flatMap(Optional::stream);
  }

  private static Optional<NamedFile> named(String option, String variable, Optional<Path> file) {
    return file.map(it -> new NamedFile(option, variable, it.toAbsolutePath().normalize()));
  }

  /** One of them says that TLS is to be spoken. */
  boolean isOfTls() {
    return tls || files().findAny().isPresent();
  }
}
