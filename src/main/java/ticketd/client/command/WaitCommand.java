package ticketd.client.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Watch;
import ticketd.protocol.Json;
import ticketd.ticket.Status;
import ticketd.wire.FrenchWords;

/** {@code wait ID --status closed --timeout 60s}: until a ticket has come to a status. */
@Command(name = "wait")
final class WaitCommand extends OneShot {
  /** What SHOW has that is in no row of LIST. */
  private static final List<String> MORE_THAN_A_ROW =
      List.of("description", "commentCount", "links", "notes", "noteCount");

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)?");

  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Option(names = "--status", paramLabel = "STATUS", completionCandidates = Words.Statuses.class)
  String status = Status.CLOSED.wireName();

  @Option(names = "--timeout", paramLabel = "60s")
  Optional<String> timeout = Optional.empty();

  WaitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.TICKET;
  }

  @Override
  protected int run() throws Failure, IOException {
    String number = id(id);
    List<String> wanted = Stream.of(status.split(",", -1)).map(FrenchWords::wire).toList();
    for (String each : wanted) {
      if (Status.of(each).isEmpty()) {
        throw usage("usage.value", "--status", each, String.join(", ", Words.statuses()));
      }
    }
    // The watch is on before the ticket is looked at: no change can come in between.
    Watch.Subject subject =
        new Watch.Subject(
            Optional.empty(), "id:" + number, "", Optional.of("SHOW " + number), deadline());
    Waiter waiter = new Waiter(wanted);
    if (new Watch(address(common.server), texts(), subject, waiter).run()) {
      return ExitStatus.DONE;
    }
    String message =
        waiter.isKnown
            ? texts().get("wait.over", number, status)
            : texts().get("wait.unanswered", number);
    throw new Failure(ExitStatus.TIMED_OUT, message);
  }

  private Instant deadline() throws Failure {
    if (timeout.isEmpty()) {
      return Instant.MAX;
    }
    Matcher matcher = DURATION.matcher(timeout.get());
    if (!matcher.matches()) {
      throw usage("usage.value", "--timeout", timeout.get(), "500ms, 60s, 5m, 2h");
    }
    long count = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    Duration duration =
        switch (unit == null ? "s" : unit) {
          case "ms" -> Duration.ofMillis(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofSeconds(count);
        };
    return Instant.now().plus(duration);
  }

  private final class Waiter implements Watch.Listener {
    private final List<String> wanted;

    /** Whether the ticket was seen, and no change of it can have been missed since. */
    private boolean isKnown;

    Waiter(List<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean onEvent(String line, Json event) throws IOException {
      Optional<Json> ticket = event.object("ticket");
      return ticket.isEmpty() || !isThere(ticket.get());
    }

    @Override
    public boolean onProbe(String line, Json ticket) throws IOException {
      isKnown = true;
      // As LIST sends it and an event carries it.
      Json row = ticket;
      for (String more : MORE_THAN_A_ROW) {
        row = row.without(more);
      }
      return !isThere(row.with("comments", ticket.number("commentCount")));
    }

    private boolean isThere(Json ticket) throws IOException {
      if (!wanted.contains(ticket.text("status"))) {
        return false;
      }
      if (common.json) {
        printJson(ticket.toString());
      } else {
        printTicket(ticket);
      }
      return true;
    }

    @Override
    public void onQuiet() {
      // Nothing is shown before the end.
    }

    @Override
    public void onLost(String message) throws IOException {
      isKnown = false;
      tell(message);
    }

    @Override
    public void onBack() throws IOException {
      tell(texts().get("link.back"));
    }
  }
}
