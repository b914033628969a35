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

/**
 * {@code store ACTION URL [TO]}: what the owner of the tables does with desks in PostgreSQL, among
 * it copying one into a file or out of one.
 */
@Command(name = "store")
final class StoreCommand extends ClientCommand {
  private static final String CREATE = "create";
  private static final String UPGRADE = "upgrade";
  private static final String NEW_GENERATION = "new-generation";
  private static final String KEEP_GENERATION = "keep-generation";
  private static final String COPY = "copy";

  /** What there is to do, in the order in which it is told. */
  private static final List<String> ACTIONS =
      List.of(CREATE, UPGRADE, COPY, NEW_GENERATION, KEEP_GENERATION);

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

  @Parameters(index = "2", paramLabel = "TO", arity = "0..1", descriptionKey = "to")
  Optional<String> to = Optional.empty();

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
    Function<Desks, String> work = work();
    if (to.isPresent() != action.equals(COPY)) {
      throw new Failure(ExitStatus.USAGE, texts().get("store.to"));
    }
    DeskUrl desk = GivenStore.desk(isOutOfAFile() ? to.orElseThrow() : url, texts());
    try {
      out().line(Visible.line(work.apply(Desks.at(desk, Optional.ofNullable(passwordFile)))));
      return ExitStatus.DONE;
    } catch (JournalException e) {
      throw GivenStore.failure(e);
    }
  }

  private boolean isOutOfAFile() {
    return action.equals(COPY) && !DeskUrl.isOne(url);
  }

  private Function<Desks, String> copy() throws Failure {
    String target = to.orElseThrow(() -> new Failure(ExitStatus.USAGE, texts().get("store.to")));
    if (isOutOfAFile() != DeskUrl.isOne(target)) {
      throw new Failure(ExitStatus.USAGE, texts().get("store.one-file"));
    }
    if (isOutOfAFile()) {
      Path file = GivenStore.file(url, texts());
      return desks -> told("store.copied-in", desks.copyFrom(file, Optional.ofNullable(role)));
    }
    Path file = GivenStore.file(target, texts());
    return desks -> told("store.copied-out", desks.copyTo(file));
  }

  private String told(String key, Desks.Copied copied) {
    return texts().get(key, copied.desk(), copied.events(), copied.generation());
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
      case COPY -> copy();
      case NEW_GENERATION -> desks -> texts().get("store.generation", desks.newGeneration());
      case KEEP_GENERATION -> desks -> texts().get("store.generation", desks.keepGeneration());
      default ->
          throw new Failure(
              ExitStatus.USAGE,
              texts().get("store.no-action", Visible.line(action), String.join(", ", ACTIONS)));
    };
  }
}
