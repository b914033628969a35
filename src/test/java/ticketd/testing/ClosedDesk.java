package ticketd.testing;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import ticketd.credential.Password;
import ticketd.credential.PasswordHash;
import ticketd.credential.Token;
import ticketd.desk.Answer;
import ticketd.door.Entrance;
import ticketd.door.HashQueue;
import ticketd.door.Passwords;
import ticketd.door.Penalties;
import ticketd.door.Secrecy;
import ticketd.door.SignedIn;
import ticketd.door.Strangers;
import ticketd.door.Ticker;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.FileAccounts;
import ticketd.store.OpenStore;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Accounts;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.NewToken;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;

/**
 * A store with accounts, made on its file: Jules, an admin, Ana, an agent, and Rita and Remi, who
 * are requesters. Each has a token, and Jules a password.
 */
public final class ClosedDesk {
  /** Of Jules. */
  public static final String PASSWORD = "correct horse battery";

  /** Few rounds: what a guess costs is tested where that is what matters. */
  public static final PasswordHash QUICK = new PasswordHash(1000);

  private static final Principal.Root ROOT = new Principal.Root(name("root"));
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  private ClosedDesk(Path file) {
    this.file = file;
  }

  /** Over the store file {@code tickets} in {@code folder}, as {@link TestServer} takes it. */
  public static ClosedDesk in(Path folder) {
    ClosedDesk desk = new ClosedDesk(folder.resolve("tickets"));
    desk.run(
        List.of(
            desk.add("Jules", Role.ADMIN, Optional.of(Password.chosen(PASSWORD).orElseThrow())),
            desk.add("Ana", Role.AGENT, Optional.empty()),
            desk.add("Rita", Role.REQUESTER, Optional.empty()),
            desk.add("Remi", Role.REQUESTER, Optional.empty())));
    return desk;
  }

  private AccountCommand add(String name, Role role, Optional<Password> password) {
    Token token = Token.mint(RANDOM);
    tokens.put(name, token.text());
    NewToken wanted =
        new NewToken(
            token.hash(), "test", Optional.empty(), Optional.empty(), new Lifetime.Usual(), false);
    return new AccountCommand.Add(
        name(name), role, password.map(it -> QUICK.make(it, RANDOM)), Optional.of(wanted));
  }

  /** Carries out commands on the file, as whoever may write it. */
  public void run(List<AccountCommand> commands) {
    List<Answer> answers = new ArrayList<>();
    try (FileAccounts accounts =
        new FileAccounts(
            OpenStore.open(
                new JournalSettings(file, SyncMode.OS, Duration.ofSeconds(10)),
                FileAccess.system()),
            Clock.systemUTC())) {
      answers.addAll(accounts.run(ROOT, commands));
    }
    for (Answer answer : answers) {
      if (!(answer instanceof Answer.AccountDone)) {
        throw new AssertionError(answer);
      }
    }
  }

  /** A token like that one, and of nobody. */
  public static String unlike(String token) {
    return token.substring(0, token.length() - 1) + (token.endsWith("x") ? "y" : "x");
  }

  public String token(String name) {
    return Optional.ofNullable(tokens.get(name)).orElseThrow();
  }

  /** A connection on which {@code name} signed in. */
  public LineClient connect(TestServer server, String name) {
    LineClient client = server.connect();
    String status = client.status("AUTH " + token(name));
    if (!status.startsWith("[OK] ")) {
      throw new AssertionError(status);
    }
    return client;
  }

  public static Identity name(String name) {
    return Identity.of(name).orElseThrow();
  }

  /** What doors without a whole server go by. */
  public static Entrance entrance(Accounts accounts) {
    return new Entrance(
        accounts,
        new Passwords(new Penalties(Ticker.system()), new HashQueue(), QUICK),
        new Strangers(),
        new SignedIn(),
        new Secrecy(false),
        Clock.systemUTC());
  }
}
