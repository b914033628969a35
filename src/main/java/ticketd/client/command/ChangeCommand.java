package ticketd.client.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.link.Keys;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;
import ticketd.ticket.RequestKey;

/** A command that files or changes one ticket and prints its number. */
abstract class ChangeCommand extends OneShot {
  @Option(names = "--key", paramLabel = "KEY", descriptionKey = "key")
  Optional<String> key = Optional.empty();

  ChangeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.CHANGE;
  }

  /** The request about one ticket, without a key. */
  interface RequestFor {
    String about(String id) throws Failure, IOException;
  }

  /** Makes one change and prints what it did. */
  final int change(String request) throws Failure, IOException {
    try (Desk desk = deskAsMe()) {
      print(desk.change(request));
    }
    return ExitStatus.DONE;
  }

  /** Makes a change of each of the tickets; as {@link #forEach}. */
  final int changeEach(List<String> ids, RequestFor request) throws Failure, IOException {
    boolean asTable = ids.size() > 1 && Tty.isOutput() && !common.json;
    TicketTable table = new TicketTable(texts(), coloured());
    try (Desk desk = deskAsMe()) {
      return forEach(
          ids,
          id -> {
            Incoming.Status status = desk.change(request.about(id));
            Optional<Json> ticket = status.json().object("ticket");
            if (asTable && ticket.isPresent()) {
              table.add(TicketRow.of(ticket.get()));
              tellUnchanged(status.json());
            } else {
              print(status);
            }
          });
    } finally {
      if (!table.isEmpty()) {
        printLines(table.lines());
      }
    }
  }

  private void printLines(List<String> lines) throws IOException {
    for (String line : lines) {
      out().line(line);
    }
  }

  /** The server, to which this command speaks in the caller's name and under the key chosen. */
  final Desk deskAsMe() throws Failure {
    return new Desk(address(common.server), texts(), Optional.of(me()), requestKey(), this::tell);
  }

  private RequestKey requestKey() throws Failure {
    if (key.isEmpty()) {
      return Keys.random();
    }
    if (!RequestKey.isValid(key.get())) {
      throw usage("bad.key", Visible.line(key.get()));
    }
    return new RequestKey(key.get());
  }

  /** Prints what a change did; where it did nothing, says so besides. */
  final void print(Incoming.Status status) throws IOException {
    Json members = status.json();
    if (!common.json && members.object("ticket").isPresent()) {
      printTicket(members.object("ticket").get());
    } else {
      printNumber(status);
    }
    flushDone(status);
    tellUnchanged(members);
  }

  private void tellUnchanged(Json members) throws IOException {
    if (members.has("changed") && !members.flag("changed")) {
      tell(texts().get("change.none", members.number("id")));
    }
  }
}
