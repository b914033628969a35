package ticketd.client.command;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ticketd.client.account.FoundToken;
import ticketd.client.account.HostsFile;
import ticketd.client.account.KeptToken;
import ticketd.client.account.SignedIn;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.link.Question;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Visible;
import ticketd.client.shell.Asking;
import ticketd.credential.Token;

/** {@code login}: exchanges a password for a token, or takes a token, and keeps it. */
@Command(name = "login")
final class LoginCommand extends OneShot {
  @Option(names = "--with-token")
  boolean withToken;

  LoginCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    HostsFile hosts = hosts();
    ServerAddress place = named(common.server);
    Optional<KeptToken> before = hosts.at(place.toString());
    Optional<Token> given = givenToken();
    if (given.isEmpty() && !Asking.isPossible()) {
      throw usage("login.no-terminal");
    }
    try (Desk desk = deskAt(place)) {
      SignedIn in = given.isPresent() ? SignedIn.by(desk, given.get()) : byPassword(desk);
      KeptToken kept = in.kept(place);
      hosts.keep(kept);
      if (given.isEmpty() && before.isPresent()) {
        in.endOther(desk, before.get());
      }
      print(kept, in, hosts);
    }
    return ExitStatus.DONE;
  }

  /** Nothing is asked for before it is known that it can be sent. */
  private SignedIn byPassword(Desk desk) throws Failure, IOException {
    desk.checkKeepsSecrets();
    String name;
    String password;
    try (Asking person = Asking.open(texts())) {
      name = common.as.isPresent() ? common.as.get() : person.ask(Question.NAME);
      password = person.ask(Question.PASSWORD);
    }
    return SignedIn.by(desk, name, password);
  }

  /** Empty where a password is to be asked for. */
  private Optional<Token> givenToken() throws Failure, IOException {
    if (common.link.tokenFile.isPresent()) {
      return FoundToken.inFile(common.link.tokenFile.get(), texts()).map(FoundToken::token);
    } else if (!withToken) {
      return Optional.empty();
    }
    String source = texts().get("text.input");
    if (!Asking.isPossible()) {
      String line = FoundToken.firstLine(surroundings().in());
      return Optional.of(FoundToken.token(line, source, texts()));
    }
    try (Asking person = Asking.open(texts())) {
      return Optional.of(FoundToken.token(person.ask(Question.TOKEN).strip(), source, texts()));
    }
  }

  private void print(KeptToken kept, SignedIn in, HostsFile hosts) throws IOException {
    if (common.json) {
      out()
          .line(
              Visible.json(
                  new JsonText()
                      .put("server", kept.server())
                      .put("name", in.name())
                      .put("role", in.role())
                      .putOrNull("expiresAt", in.expiresAt())
                      .end()));
    }
    tell(
        texts()
            .get(
                "login.done",
                kept.server(),
                Visible.line(in.name()),
                in.role(),
                until(in.expiresAt())));
    tell(texts().get("login.kept", Visible.line(hosts.path().toString())));
    if (!environment().getOrDefault(FoundToken.VARIABLE, "").isBlank()) {
      tell(texts().get("login.hidden", FoundToken.VARIABLE));
    }
    if (!isUsual(kept.server())) {
      tell(texts().get("login.elsewhere", kept.server(), SERVER));
    }
    String options = files(given -> given.option() + " " + given.file());
    if (!options.isEmpty()) {
      tell(texts().get("login.files", options, files(g -> g.variable() + "=" + g.file())));
    }
  }

  private String files(Function<LinkOptions.NamedFile, String> told) {
    return Visible.line(common.link.files().map(told).collect(Collectors.joining(" ")));
  }

  /** Whether commands go there where nothing names a server. */
  private boolean isUsual(String server) {
    String usual = environment().getOrDefault(SERVER, "");
    return server.equals(usual.isEmpty() ? ServerAddress.DEFAULT.toString() : usual)
        || (common.server.isEmpty() && !common.link.isOfTls());
  }
}
