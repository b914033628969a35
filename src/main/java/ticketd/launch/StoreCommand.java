package ticketd.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.command.BasicOptions;
import ticketd.client.command.ClientCommand;
import ticketd.client.command.Surroundings;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Visible;
import ticketd.journal.JournalException;
import ticketd.postgres.DeskUrl;
import ticketd.postgres.Desks;

/** {@code store ACTION URL}: what the owner of the tables does with desks in PostgreSQL. */
@Command(name = "store")
final class StoreCommand extends ClientCommand {
  private static final String CREATE = "create";
  private static final String UPGRADE = "upgrade";
  private static final String NEW_GENERATION = "new-generation";
  private static final String KEEP_GENERATION = "keep-generation";

  /** What there is to do, in the order in which it is told. */
  private static final List<String> ACTIONS =
      List.of(CREATE, UPGRADE, NEW_GENERATION, KEEP_GENERATION);

  /** For completion. */
  static final class Actions implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return ACTIONS.iterator();
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      descriptionKey = "action",
      completionCandidates = Actions.class)
  String action = "";

  @Parameters(index = "1", paramLabel = "URL", descriptionKey = "url")
  String url = "";

  @Option(names = "--role", paramLabel = "ROLE", descriptionKey = "role")
  @Nullable String role;

  @Option(names = "--password-file", paramLabel = "FILE", descriptionKey = "password-file")
  @Nullable Path passwordFile;

  @Mixin BasicOptions options = new BasicOptions();

  StoreCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    DeskUrl desk = desk();
    Optional<Path> password = Optional.ofNullable(passwordFile);
    Function<Desks, String> work = work();
    try {
      out().line(Visible.line(work.apply(Desks.at(desk, password))));
      return ExitStatus.DONE;
    } catch (JournalException e) {
      throw new Failure(ExitStatus.UNREACHABLE, Visible.line(String.valueOf(e.getMessage())));
    }
  }

  private Function<Desks, String> work() throws Failure {
    return switch (action) {
      case CREATE ->
          desks -> {
            Desks.Created created = desks.create(Optional.ofNullable(role));
            return texts().get(created.isNew() ? "store.created" : "store.exists", created.desk());
          };
      case UPGRADE ->
          desks -> {
            desks.upgrade();
            return texts().get("store.upgraded");
          };
      case NEW_GENERATION -> desks -> texts().get("store.generation", desks.newGeneration());
      case KEEP_GENERATION -> desks -> texts().get("store.generation", desks.keepGeneration());
      default ->
          throw new Failure(
              ExitStatus.USAGE,
              texts().get("store.no-action", Visible.line(action), String.join(", ", ACTIONS)));
    };
  }

  private DeskUrl desk() throws Failure {
    try {
      return DeskUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitStatus.USAGE,
          texts().get("store.bad-url", Visible.line(String.valueOf(e.getMessage()))));
    }
  }
}
