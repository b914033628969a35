package ticketd.client.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import ticketd.client.link.Encryption;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.credential.Token;
import ticketd.ticket.Identity;
import ticketd.tls.Credentials;
import ticketd.tls.PemException;

/** A subcommand of the client. */
public abstract class ClientCommand implements Callable<Integer> {
  /** The variable that names the caller. */
  static final String USER = "TICKETD_USER";

  /** The variable that holds a token: never an argument, which everybody on the host can read. */
  static final String TOKEN = "TICKETD_TOKEN";

  private final Surroundings surroundings;

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
    return run();
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
    ServerAddress place = named(option);
    Optional<Token> token = token();
    return token.isPresent() ? place.with(token.get()) : place;
  }

  /** What the caller signs in by, where it is given. */
  private Optional<Token> token() throws Failure {
    String text = environment().getOrDefault(TOKEN, "").strip();
    Optional<Token> token = Token.of(text);
    if (!text.isEmpty() && token.isEmpty()) {
      throw usage("bad.token", TOKEN);
    }
    return token;
  }

  private ServerAddress named(String option) throws Failure {
    String text = option.isEmpty() ? environment().getOrDefault("TICKETD_SERVER", "") : option;
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
    TlsOptions asked = tlsOptions();
    return asked.tls || asked.authorities.isPresent() ? place.over(encryption()) : place;
  }

  /** Those that were given. */
  TlsOptions tlsOptions() {
    return new TlsOptions();
  }

  private Encryption encryption() throws Failure {
    Optional<Path> file = tlsOptions().authorities;
    if (file.isEmpty()) {
      return Encryption.usual();
    }
    try {
      return Encryption.trusting(Credentials.certificates(file.get()));
    } catch (PemException e) {
      throw usage(e.fault().textKey(), e.file(), e.detail());
    }
  }
}
