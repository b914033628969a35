package ticketd.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import ticketd.client.command.AccountsCommand;
import ticketd.client.command.Surroundings;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Visible;
import ticketd.credential.Password;
import ticketd.credential.PasswordHash;
import ticketd.credential.Token;
import ticketd.desk.Answer;
import ticketd.door.AccountRefusals;
import ticketd.door.Plan;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.postgres.DeskListener;
import ticketd.postgres.DeskSettings;
import ticketd.postgres.DeskUrl;
import ticketd.postgres.PgLog;
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
 * {@code user add|list|… --store FILE}: the accounts of a store on its file, as whoever may write
 * it is the root of trust. It works beside running servers, but for the first account, which closes
 * the desk and needs the store alone. Of a desk in PostgreSQL, in its tables, beside its nodes.
 */
@Command(name = "user")
final class UserCommand extends AccountsCommand {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final String FIRST_LABEL = "first";

  private final SecureRandom random = new SecureRandom();

  UserCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int onStore(String store) throws Failure, IOException {
    try {
      return DeskUrl.isOne(store)
          ? onDesk(GivenStore.desk(store, texts()))
          : onFile(GivenStore.file(store, texts()));
    } catch (JournalException e) {
      throw GivenStore.failure(e);
    }
  }

  private int onFile(Path file) throws Failure, IOException {
    if (!action().equals("add") && Files.notExists(file)) {
      throw new Failure(
          ExitStatus.NOT_FOUND, texts().get("check.missing", Visible.line(file.toString())));
    }
    try (FileAccounts accounts = open(file)) {
      return act(accounts);
    }
  }

  /** Beside its nodes, by a copy of its own, which is gone then. */
  private int onDesk(DeskUrl desk) throws Failure, IOException {
    Path folder = Files.createTempDirectory("ticketd-user");
    try (FileAccounts accounts = open(desk, folder.resolve("copy"))) {
      return act(accounts);
    } finally {
      delete(folder);
    }
  }

  private int act(FileAccounts accounts) throws Failure, IOException {
    return switch (action()) {
      case "list" -> list(accounts);
      case "add" -> add(accounts);
      case "role" ->
          done(
              accounts, new AccountCommand.SetRole(identity(), role(roleGiven())), "user.role-set");
      case "disable" -> done(accounts, new AccountCommand.Disable(identity()), "user.disabled");
      case "enable" -> done(accounts, new AccountCommand.Enable(identity()), "user.enabled");
      default ->
          done(
              accounts,
              new AccountCommand.SetPassword(identity(), verifier()),
              "user.password-set");
    };
  }

  private static FileAccounts open(DeskUrl desk, Path copy) {
    PgLog log =
        PgLog.open(
            DeskSettings.toVisit(desk, copy, LOCK_TIMEOUT),
            JournalListener.none(),
            DeskListener.none());
    return new FileAccounts(OpenStore.over(log), Clock.systemUTC());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** In the mode of the servers that have the store open, if some do. */
  private static FileAccounts open(Path file) {
    Deque<SyncMode> left = new ArrayDeque<>(EnumSet.allOf(SyncMode.class));
    SyncMode mode = SyncMode.usual(file);
    while (true) {
      try {
        return open(file, mode);
      } catch (JournalException e) {
        left.remove(mode);
        if (e.kind() != JournalException.Kind.SYNC_MODE_DIFFERS || left.isEmpty()) {
          throw e;
        }
        mode = left.element();
      }
    }
  }

  private static FileAccounts open(Path file, SyncMode sync) {
    return new FileAccounts(
        OpenStore.open(new JournalSettings(file, sync, LOCK_TIMEOUT), FileAccess.system()),
        Clock.systemUTC());
  }

  private int list(FileAccounts accounts) throws IOException {
    for (Account account : accounts.accounts().all()) {
      print(account.name().name(), account.role().wireName(), account.enabled());
    }
    return listed();
  }

  private int add(FileAccounts accounts) throws Failure, IOException {
    Identity who = identity();
    Token token = Token.mint(random);
    Optional<Verifier> verifier = asksPassword() ? Optional.of(verifier()) : Optional.empty();
    NewToken first =
        new NewToken(
            token.hash(),
            FIRST_LABEL,
            Optional.empty(),
            Optional.empty(),
            new Lifetime.Usual(),
            false);
    Optional<String> asked = roleAsked();
    Account made =
        carryOut(
            accounts,
            new AccountCommand.Add(
                who,
                asked.isEmpty() ? Role.REQUESTER : role(asked.get()),
                verifier,
                verifier.isPresent() ? Optional.empty() : Optional.of(first)));
    printAdded(
        made.name().name(),
        made.role().wireName(),
        verifier.isPresent() ? Optional.empty() : Optional.of(token.text()),
        accounts.view().filedBy(made.name()));
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

  private Identity identity() throws Failure {
    try {
      return AccountBodies.name(named());
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

  /** Of a password typed on the terminal. */
  private Verifier verifier() throws Failure, IOException {
    Password chosen = Password.chosen(newPassword()).orElseThrow();
    return new PasswordHash(PasswordHash.ROUNDS).make(chosen, random);
  }
}
