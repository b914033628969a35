package ticketd.client.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import ticketd.client.account.FoundToken;
import ticketd.client.account.HostsFile;
import ticketd.client.link.Encryption;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.FileFault;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.ticket.Identity;
import ticketd.tls.Credentials;
import ticketd.tls.PemException;
import ticketd.wire.ErrorCode;

/** A subcommand of the client. */
public abstract class ClientCommand implements Callable<Integer> {
  /** The variable that names the caller. */
  static final String USER = "TICKETD_USER";

  /** The variable that names the server. */
  static final String SERVER = "TICKETD_SERVER";

  private final Surroundings surroundings;

  /** By what it signed in, once it has looked for that. */
  private Optional<FoundToken> shown = Optional.empty();

  protected ClientCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does it; the exit status. */
  protected abstract int run() throws Failure, IOException;

  /** Refuses arguments that are wrong whether or not they are used. */
  void check() throws Failure {
    // Of most commands picocli has looked at them all.
  }

  @Override
  public final Integer call() throws Failure, IOException {
    check();
    try {
      return run();
    } catch (Failure e) {
      throw explained(e);
    }
  }

  /** A refusal of whoever asks, with what to do about it. */
  final Failure explained(Failure failure) {
    String code = failure.code();
    if (code.equals(ErrorCode.NOT_IDENTIFIED.wireName()) && shown.isEmpty()) {
      return failure.with(texts().get("login.needed"));
    } else if (!code.equals(ErrorCode.AUTH_FAILED.wireName()) || shown.isEmpty()) {
      return failure;
    }
    return failure.with(
        texts().get(shown.get().isKept() ? "login.again" : "token.from", shown.get().source()));
  }

  protected final Texts texts() {
    return surroundings.texts();
  }

  protected final Map<String, String> environment() {
    return surroundings.environment();
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  protected final Output out() {
    return surroundings.out();
  }

  /** Writes a line for people, on standard error. */
  protected final void tell(String message) throws IOException {
    out().flush();
    surroundings.err().line("ticket: " + message);
    surroundings.err().flush();
  }

  protected final Failure usage(String key, Object... arguments) {
    return new Failure(ExitStatus.USAGE, texts().get(key, arguments));
  }

  /** The identity of that name, which {@code source} gave. */
  final Identity identity(String source, String name) throws Failure {
    Optional<Identity> identity = Identity.of(name);
    if (identity.isEmpty()) {
      throw usage("bad.name", source, Visible.line(name));
    }
    return identity.get();
  }

  /** The server's address: by {@code option} when it is not empty, else by the environment. */
  final ServerAddress address(String option) throws Failure {
    return signedIn(named(option));
  }

  /** With what the caller signs in by there, where there is something. */
  final ServerAddress signedIn(ServerAddress place) throws Failure {
    shown = FoundToken.find(linkOptions().tokenFile, environment(), place.toString(), texts());
    return shown.isPresent() ? place.with(shown.get().token()) : place;
  }

  /** Where the tokens are that people signed in by. */
  final HostsFile hosts() throws Failure {
    return HostsFile.of(environment(), texts())
        .orElseThrow(() -> new Failure(ExitStatus.FAILED, texts().get("login.no-home")));
  }

  /** By what it signed in where it asked last. */
  final Optional<FoundToken> shown() {
    return shown;
  }

  /** The same, where nobody signs in yet. */
  final ServerAddress named(String option) throws Failure {
    String text = option.isEmpty() ? environment().getOrDefault(SERVER, "") : option;
    if (text.isEmpty()) {
      return spoken(ServerAddress.DEFAULT);
    }
    boolean isEncrypted = text.startsWith(ServerAddress.TLS);
    Optional<ServerAddress> address =
        ServerAddress.parse(isEncrypted ? text.substring(ServerAddress.TLS.length()) : text);
    if (address.isEmpty()) {
      throw usage("bad.server", text);
    }
    return isEncrypted ? address.get().over(encryption()) : spoken(address.get());
  }

  /** A place that was named without saying how to speak there. */
  final ServerAddress spoken(ServerAddress place) throws Failure {
    return linkOptions().isOfTls() ? place.over(encryption()) : place;
  }

  /** Those that were given. */
  LinkOptions linkOptions() {
    return new LinkOptions();
  }

  private Encryption encryption() throws Failure {
    LinkOptions asked = linkOptions();
    Optional<Path> authorities = file(asked.authorities, LinkOptions.AUTHORITIES);
    Optional<Path> certificate = file(asked.certificate, LinkOptions.CERTIFICATE);
    Optional<Path> key = file(asked.key, LinkOptions.KEY);
    if (certificate.isEmpty() && key.isPresent()) {
      throw usage("bad.key-alone");
    }
    try {
      return Encryption.of(
          authorities.isPresent()
              ? Optional.of(Credentials.certificates(authorities.get()))
              : Optional.empty(),
          certificate.isPresent()
              ? Optional.of(Credentials.read(certificate.get(), key.orElse(certificate.get())))
              : Optional.empty());
    } catch (PemException e) {
      throw usage(
          e.fault().textKey(),
          e.file(),
          e.getCause() instanceof IOException io
              ? FileFault.reason(texts(), Path.of(e.file()), io)
              : e.detail());
    }
  }

  /** The one that was asked for, else by the environment. */
  private Optional<Path> file(Optional<Path> asked, String variable) throws Failure {
    String name = environment().getOrDefault(variable, "");
    if (asked.isPresent() || name.isEmpty()) {
      return asked;
    }
    return Optional.of(GivenPath.of(name, texts()));
  }
}
