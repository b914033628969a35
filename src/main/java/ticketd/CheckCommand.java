package ticketd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
import ticketd.client.screen.Visible;
import ticketd.journal.JournalException;
import ticketd.journal.StoreCheck;

/**
 * {@code check FILE}: verifies a store file, live or not, without changing it. It stands beside
 * {@link Main} because it is a command of the client, which knows no journal.
 */
@Command(name = "check")
final class CheckCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "file")
  String file = "";

  @Option(names = "--json")
  boolean json;

  @Mixin BasicOptions options = new BasicOptions();

  CheckCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    Path path = path();
    if (Files.notExists(path)) {
      throw new Failure(ExitStatus.NOT_FOUND, texts().get("check.missing", path));
    }
    StoreCheck.Report report = check(path);
    Optional<JournalException.Kind> refusal = report.refusal();
    boolean ofOurs = refusal.isEmpty() || refusal.get() == JournalException.Kind.DAMAGED;
    if (json) {
      out().line(object(report));
    } else if (ofOurs) {
      out().line(sentence(path, report));
    }
    if (refusal.isPresent() && refusal.get() == JournalException.Kind.NOT_A_STORE) {
      tell(texts().get("check.no-store", shown(path)));
    } else if (!report.finding().isEmpty()) {
      tell(Visible.line(report.finding()));
    }
    return report.ok() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static String shown(Path path) {
    return Visible.line(path.toString());
  }

  private Path path() throws Failure {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new Failure(ExitStatus.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static StoreCheck.Report check(Path path) throws Failure {
    try {
      return StoreCheck.run(path);
    } catch (JournalException e) {
      throw new Failure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private String sentence(Path path, StoreCheck.Report report) {
    return texts()
        .get(
            report.ok() ? "check.whole" : "check.damaged",
            shown(path),
            report.tickets(),
            report.events(),
            report.generation(),
            report.bytes());
  }

  private static String object(StoreCheck.Report report) {
    JsonText line =
        new JsonText()
            .put("ok", report.ok())
            .put("tickets", report.tickets())
            .put("events", report.events())
            .put("generation", report.generation())
            .put("bytes", report.bytes())
            .put("finding", report.finding());
    return Visible.json(line.end());
  }
}
