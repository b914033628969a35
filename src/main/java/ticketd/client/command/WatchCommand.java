package ticketd.client.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Watch;
import ticketd.protocol.Json;

/** {@code watch [--since N] [QUERY]}: changes as they happen, until it is interrupted. */
@Command(name = "watch")
final class WatchCommand extends OneShot {
  @Option(names = "--since", paramLabel = "SEQ")
  String since = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N")
  long limit = Long.MAX_VALUE;

  @Parameters(
      paramLabel = Given.QUERY,
      arity = "0..*",
      completionCandidates = Words.Filters.class,
      descriptionKey = "query")
  List<String> query = new ArrayList<>();

  WatchCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.EVENT;
  }

  @Override
  protected int run() throws Failure, IOException {
    checkAtLeastOne("-n", limit);
    String asked = oneLine(String.join(" ", query));
    Watch.Subject subject =
        new Watch.Subject(whoFor(asked), asked, oneLine(since), Optional.empty(), Instant.MAX);
    new Watch(address(common.server), texts(), subject, new Printer()).run();
    return ExitStatus.DONE;
  }

  private final class Printer implements Watch.Listener {
    private final EventLines lines = new EventLines(WatchCommand.this);
    private long left = limit;

    @Override
    public boolean onEvent(String line, Json event) throws IOException {
      lines.print(line, event);
      return --left > 0;
    }

    @Override
    public boolean onProbe(String line, Json data) {
      return true;
    }

    @Override
    public void onQuiet() throws IOException {
      out().flush();
    }

    @Override
    public void onLost(String message) throws IOException {
      tell(message);
    }

    @Override
    public void onBack() throws IOException {
      tell(texts().get("link.back"));
    }
  }
}
