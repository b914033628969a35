package ticketd.client.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.account.FoundToken;
import ticketd.client.account.HostsFile;
import ticketd.client.account.KeptToken;
import ticketd.client.account.SignedIn;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.link.JsonText;
import ticketd.client.link.Question;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Visible;
import ticketd.client.shell.Asking;
import ticketd.credential.Password;
import ticketd.protocol.Json;

/**
 * {@code user add|list|disable|enable|role|passwd}: the accounts of a desk, as an admin asks a
 * server for them. What works on a store's file, which a client knows nothing of, is for those who
 * extend it.
 */
@Command(name = "user")
public abstract class AccountsCommand extends OneShot {
  static final List<String> ACTIONS = List.of("add", "list", "disable", "enable", "role", "passwd");

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      completionCandidates = Words.UserActions.class,
      descriptionKey = "action")
  String action = "";

  @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", descriptionKey = "name")
  Optional<String> name = Optional.empty();

  @Parameters(
      index = "2",
      paramLabel = "ROLE",
      arity = "0..1",
      completionCandidates = Words.Roles.class,
      descriptionKey = "new-role")
  Optional<String> newRole = Optional.empty();

  @Option(names = "--role", paramLabel = "ROLE", completionCandidates = Words.Roles.class)
  Optional<String> role = Optional.empty();

  @Option(names = "--store", paramLabel = "STORE")
  Optional<String> store = Optional.empty();

  @Option(names = "--password")
  boolean password;

  private final Listing accounts = new Listing(List.of("name", "role", "enabled"));

  protected AccountsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /** Does it on a store itself, a file or a desk in PostgreSQL; the exit status. */
  protected abstract int onStore(String store) throws Failure, IOException;

  @Override
  protected final int run() throws Failure, IOException {
    if (!ACTIONS.contains(action)) {
      throw usage("user.action", Visible.line(action), String.join(", ", ACTIONS));
    }
    if (store.isPresent()) {
      if (!common.server.isEmpty()) {
        throw usage("usage.together", "--store", "--server");
      }
      return onStore(store.get());
    }
    ServerAddress place = address(common.server);
    try (Desk desk = deskAt(place)) {
      return switch (action) {
        case "add" -> add(desk);
        case "list" -> list(desk);
        case "role" -> told(desk.once(request("ROLE", roleGiven()), false), "user.role-set");
        case "disable" -> told(desk.once(request("DISABLE"), false), "user.disabled");
        case "enable" -> told(desk.once(request("ENABLE"), false), "user.enabled");
        default -> name.isPresent() ? setPassword(desk) : changeOwn(desk, place);
      };
    }
  }

  private String request(String verb) throws Failure {
    return "USER " + verb + " " + oneLine(named());
  }

  private String request(String verb, String argument) throws Failure {
    return request(verb) + " " + oneLine(argument);
  }

  /** The name, which must be given. */
  protected final String named() throws Failure {
    return name.orElseThrow(() -> usage("usage.missing", "NAME"));
  }

  protected final String action() {
    return action;
  }

  /** The role for {@code role}. */
  protected final String roleGiven() throws Failure {
    return newRole.orElseThrow(() -> usage("usage.missing", "ROLE"));
  }

  /** The role for {@code add}, where one is given. */
  protected final Optional<String> roleAsked() {
    return role;
  }

  /** Whether a password is to be asked for, for {@code add}. */
  protected final boolean asksPassword() {
    return password;
  }

  private int add(Desk desk) throws Failure, IOException {
    JsonText wanted = new JsonText().put("name", named());
    role.ifPresent(given -> wanted.put("role", given));
    if (password) {
      desk.checkKeepsSecrets();
      wanted.put("password", newPassword());
    }
    Incoming.Status added = desk.once("USER ADD " + wanted.end(), true);
    Json account = added.json();
    if (password) {
      // Nobody asked for the token that every account begins with, so nobody is to have it.
      String whose = new JsonText().put("name", account.text("name")).end();
      desk.once("TOKEN REVOKE " + account.number("tokenId") + " " + whose, false);
    }
    Optional<String> token = password ? Optional.empty() : Optional.of(account.text("token"));
    printAdded(account.text("name"), account.text("role"), token, account.number("tickets"));
    return ExitStatus.DONE;
  }

  /** Prints what became of {@code add}; a token stands alone on standard output. */
  protected final void printAdded(
      String added, String roleOfIt, Optional<String> token, long tickets) throws IOException {
    if (common.json) {
      JsonText line = new JsonText().put("name", added).put("role", roleOfIt);
      token.ifPresent(text -> line.put("token", text));
      out().line(Visible.json(line.put("tickets", tickets).end()));
    } else if (token.isPresent()) {
      out().line(Visible.line(token.get()));
    }
    tell(texts().get("user.added", Visible.line(added), roleOfIt));
    if (tickets > 0) {
      tell(texts().get("user.tickets", tickets));
    }
  }

  private int list(Desk desk) throws Failure, IOException {
    desk.once(
        "USER LIST",
        false,
        line ->
            print(line.json().text("name"), line.json().text("role"), line.json().flag("enabled")));
    return listed();
  }

  /** Prints an account, or keeps it for {@link #listed}. */
  protected final void print(String listed, String roleOfIt, boolean enabled) throws IOException {
    if (common.json) {
      printJson(
          new JsonText().put("name", listed).put("role", roleOfIt).put("enabled", enabled).end());
    } else {
      accounts.add(listed, roleOfIt, enabled ? "" : texts().get("user.is-disabled"));
    }
  }

  /** All of them were printed; the exit status. */
  protected final int listed() throws IOException {
    accounts.print(this);
    return ExitStatus.DONE;
  }

  private int told(Incoming.Status done, String text) throws IOException {
    if (common.json) {
      printJson(done.line());
    }
    tell(texts().get(text, Visible.line(done.json().text("name")), done.json().text("role")));
    return ExitStatus.DONE;
  }

  private int setPassword(Desk desk) throws Failure, IOException {
    desk.checkKeepsSecrets();
    String request = request("PASSWD");
    return told(desk.dialogue(request, List.of(newPassword())), "user.password-set");
  }

  /**
   * Changes the caller's own password. That ends what the one before had opened, the token kept for
   * this server among them: it is exchanged for another, so that the caller stays signed in.
   */
  private int changeOwn(Desk desk, ServerAddress place) throws Failure, IOException {
    desk.checkKeepsSecrets();
    Json who = desk.once("WHOAMI", false).json();
    String old;
    try (Asking person = person()) {
      old = person.ask(Question.OLD_PASSWORD);
    }
    String chosen = newPassword();
    told(desk.dialogue("PASSWD", List.of(old, chosen)), "user.password-set");
    boolean isKept = shown().map(FoundToken::isKept).orElse(false);
    HostsFile hosts = hosts();
    Optional<KeptToken> kept = isKept ? hosts.at(place.toString()) : Optional.empty();
    if (kept.isPresent() && kept.get().id().isPresent()) {
      try (Desk again = deskAt(named(common.server))) {
        hosts.keep(SignedIn.by(again, who.text("name"), chosen).kept(place));
      } catch (Failure e) {
        throw e.with(texts().get("login.again", ""));
      }
    }
    return ExitStatus.DONE;
  }

  private Asking person() throws Failure, IOException {
    if (!Asking.isPossible()) {
      throw usage("user.no-terminal");
    }
    return Asking.open(texts());
  }

  /** A password typed twice on the terminal, which does not show it. */
  protected final String newPassword() throws Failure, IOException {
    try (Asking person = person()) {
      String first = person.ask(Question.NEW_PASSWORD);
      if (Password.chosen(first).isEmpty()) {
        throw usage("user.password-length", Password.SHORTEST, Password.LONGEST);
      }
      if (!person.ask(Question.REPEATED_PASSWORD).equals(first)) {
        throw new Failure(ExitStatus.FAILED, texts().get("user.password-differs"));
      }
      return first;
    }
  }
}
