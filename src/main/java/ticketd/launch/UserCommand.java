package ticketd.launch;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.command.BasicOptions;
import ticketd.client.command.ClientCommand;
import ticketd.client.command.Surroundings;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.credential.Password;
import ticketd.credential.PasswordHash;
import ticketd.credential.Token;
import ticketd.desk.Answer;
import ticketd.door.AccountRefusals;
import ticketd.door.Plan;
import ticketd.journal.FileAccess;
import ticketd.journal.Journal;
import ticketd.journal.JournalException;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.FileAccounts;
import ticketd.store.OpenStore;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.AccountRejection;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.NewToken;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;
import ticketd.ticket.Verifier;
import ticketd.wire.AccountBodies;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Refusal;

/**
 * {@code user ADD|LIST|… --store FILE}: the accounts of a store on its file, as whoever may write
 * it is the root of trust. It works beside running servers, but for the first account, which closes
 * the desk and needs the store alone.
 */
@Command(name = "user")
final class UserCommand extends ClientCommand {
  private static final List<String> ACTIONS =
      List.of("add", "list", "disable", "enable", "role", "passwd");
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final String FIRST_LABEL = "first";

  @Parameters(index = "0", paramLabel = "ACTION", descriptionKey = "action")
  String action = "";

  @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", descriptionKey = "name")
  Optional<String> name = Optional.empty();

  @Parameters(index = "2", paramLabel = "ROLE", arity = "0..1", descriptionKey = "new-role")
  Optional<String> newRole = Optional.empty();

  @Option(names = "--role", paramLabel = "ROLE")
  Optional<String> role = Optional.empty();

  @Option(names = "--store", paramLabel = "FILE", required = true)
  String store = "";

  @Option(names = "--password")
  boolean password;

  @Option(names = "--json")
  boolean json;

  @Mixin BasicOptions options = new BasicOptions();

  private final SecureRandom random = new SecureRandom();

  UserCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (!ACTIONS.contains(action)) {
      throw usage("user.action", Visible.line(action), String.join(", ", ACTIONS));
    }
    Path file = Path.of(store);
    if (!action.equals("add") && Files.notExists(file)) {
      throw new Failure(
          ExitStatus.NOT_FOUND, texts().get("check.missing", Visible.line(file.toString())));
    }
    try (FileAccounts accounts = open(file)) {
      return switch (action) {
        case "list" -> list(accounts);
        case "add" -> add(accounts);
        case "role" ->
            done(
                accounts,
                new AccountCommand.SetRole(named(), role(newRole.orElse(""))),
                "user.role-set");
        case "disable" -> done(accounts, new AccountCommand.Disable(named()), "user.disabled");
        case "enable" -> done(accounts, new AccountCommand.Enable(named()), "user.enabled");
        default ->
            done(
                accounts, new AccountCommand.SetPassword(named(), verifier()), "user.password-set");
      };
    } catch (JournalException e) {
      throw new Failure(ExitStatus.FAILED, Visible.line(String.valueOf(e.getMessage())));
    }
  }

  private static FileAccounts open(Path file) {
    SyncMode sync = Journal.isOnTmpfs(file) ? SyncMode.OS : SyncMode.ALWAYS;
    return new FileAccounts(
        OpenStore.open(new JournalSettings(file, sync, LOCK_TIMEOUT), FileAccess.system()),
        Clock.systemUTC());
  }

  private int list(FileAccounts accounts) throws IOException {
    for (Account account : accounts.accounts().all()) {
      out()
          .line(
              json
                  ? Visible.json(
                      new JsonText()
                          .put("name", account.name().name())
                          .put("role", account.role().wireName())
                          .put("enabled", account.enabled())
                          .end())
                  : account.name().name()
                      + "\t"
                      + account.role().wireName()
                      + (account.enabled() ? "" : "\t" + texts().get("user.is-disabled")));
    }
    return ExitStatus.DONE;
  }

  private int add(FileAccounts accounts) throws Failure, IOException {
    Identity who = named();
    Token token = Token.mint(random);
    Optional<Verifier> verifier = password ? Optional.of(verifier()) : Optional.empty();
    NewToken first =
        new NewToken(
            token.hash(),
            FIRST_LABEL,
            Optional.empty(),
            Optional.empty(),
            new Lifetime.Usual(),
            false);
    Account made =
        carryOut(
            accounts,
            new AccountCommand.Add(
                who,
                role.isEmpty() ? Role.REQUESTER : role(role.get()),
                verifier,
                password ? Optional.empty() : Optional.of(first)));
    long tickets = accounts.view().filedBy(made.name());
    if (json) {
      JsonText line =
          new JsonText().put("name", made.name().name()).put("role", made.role().wireName());
      if (!password) {
        line.put("token", token.text());
      }
      out().line(Visible.json(line.put("tickets", tickets).end()));
    } else if (!password) {
      out().line(token.text());
    }
    tell(texts().get("user.added", made.name().name(), made.role().wireName()));
    if (tickets > 0) {
      tell(texts().get("user.tickets", tickets));
    }
    return ExitStatus.DONE;
  }

  private int done(FileAccounts accounts, AccountCommand command, String text)
      throws Failure, IOException {
    Account account = carryOut(accounts, command);
    tell(texts().get(text, account.name().name(), account.role().wireName()));
    return ExitStatus.DONE;
  }

  private Account carryOut(FileAccounts accounts, AccountCommand command) throws Failure {
    Principal.Root root = new Principal.Root(ofTheSystem());
    Answer answer = accounts.run(root, List.of(command)).get(0);
    if (answer instanceof Answer.AccountDone done) {
      return done.account();
    } else if (answer instanceof Answer.AccountRefused refused) {
      throw refusal(refused.rejection(), texts().language());
    }
    throw new Failure(ExitStatus.FAILED, Message.of(ErrorCode.UNAVAILABLE).in(texts().language()));
  }

  private static Failure refusal(AccountRejection rejection, Language language) {
    Plan.Refuse refuse = AccountRefusals.of(rejection);
    boolean isUsage = rejection instanceof AccountRejection.FirstMustBeAdmin;
    return new Failure(
        isUsage ? ExitStatus.USAGE : ExitStatus.of(refuse.code()), refuse.message().in(language));
  }

  /** By whose name it stands in the history: the login's, where that can be one. */
  private static Identity ofTheSystem() {
    return Identity.of(System.getProperty("user.name", ""))
        .orElseGet(() -> Identity.of("root").orElseThrow());
  }

  private Identity named() throws Failure {
    try {
      return AccountBodies.name(name.orElse(""));
    } catch (Refusal refusal) {
      throw new Failure(ExitStatus.USAGE, refusal.reason().in(texts().language()));
    }
  }

  private Role role(String text) throws Failure {
    try {
      return AccountBodies.role(text);
    } catch (Refusal refusal) {
      throw new Failure(ExitStatus.USAGE, refusal.reason().in(texts().language()));
    }
  }

  /** Of a password typed on the terminal, which does not show it. */
  private Verifier verifier() throws Failure {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(it -> Tty.isInput());
    if (console.isEmpty()) {
      throw usage("user.no-terminal");
    }
    char[] typed = console.get().readPassword("%s", texts().get("user.password-prompt"));
    Optional<Password> chosen =
        typed == null ? Optional.empty() : Password.chosen(new String(typed));
    if (chosen.isEmpty()) {
      throw usage("user.password-length", Password.SHORTEST, Password.LONGEST);
    }
    return new PasswordHash(PasswordHash.ROUNDS).make(chosen.get(), random);
  }
}
