package ticketd.client.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code history ID}: every change, oldest first. */
@Command(name = "history")
final class HistoryCommand extends OneShot {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Option(names = "--after", paramLabel = "SEQ")
  Optional<Long> after = Optional.empty();

  @Option(names = "--limit", paramLabel = "N")
  Optional<Integer> limit = Optional.empty();

  HistoryCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.EVENT;
  }

  @Override
  protected int run() throws Failure, IOException {
    String request =
        "HISTORY "
            + id(id)
            + after.map(seq -> " after:" + seq).orElse("")
            + limit.map(count -> " limit:" + count).orElse("");
    EventLines lines = new EventLines(this);
    try (Desk desk = deskFor("")) {
      desk.read(request, line -> lines.print(line.line(), line.json()));
    }
    return ExitStatus.DONE;
  }
}
