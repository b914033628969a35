package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.shell.Draft;
import ticketd.protocol.Json;
import ticketd.wire.FrenchWords;

/** {@code edit ID …}: changes any fields at once, if wanted only where the version is known. */
@Command(name = "edit")
final class EditCommand extends ChangeCommand {
  @Parameters(arity = "1..*", paramLabel = "ID", descriptionKey = "id")
  List<String> ids = new ArrayList<>();

  @Option(
      names = {"-t", "--title"},
      paramLabel = "TITLE")
  Optional<String> title = Optional.empty();

  @Option(
      names = {"-p", "--priority"},
      paramLabel = "PRIORITY",
      completionCandidates = Words.Priorities.class)
  Optional<String> priority = Optional.empty();

  @Option(
      names = {"-a", "--assignee"},
      paramLabel = "NAME|-")
  Optional<String> assignee = Optional.empty();

  @Option(
      names = {"-l", "--tag", "--label"},
      paramLabel = "TAG",
      split = ",",
      descriptionKey = "tag")
  List<String> tags = new ArrayList<>();

  @Option(names = "--status", paramLabel = "STATUS", completionCandidates = Words.Statuses.class)
  Optional<String> status = Optional.empty();

  @Option(
      names = "--resolution",
      paramLabel = "RESOLUTION",
      completionCandidates = Words.Resolutions.class)
  Optional<String> resolution = Optional.empty();

  @Option(names = "--version", paramLabel = "N")
  Optional<Long> version = Optional.empty();

  @Option(names = "--due", paramLabel = "WHEN|-")
  Optional<String> due = Optional.empty();

  @Mixin BodyOptions bodyOptions = new BodyOptions();

  EditCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    Fields fields = fields();
    boolean write = bodyOptions.editor || (fields.isEmpty() && Draft.isOffered(environment()));
    if (!write) {
      if (fields.isEmpty()) {
        throw usage("edit.nothing");
      }
      fields.setVersion(version);
      return changeEach(ids, each -> "EDIT " + each + " " + fields.json());
    }
    if (ids.size() > 1) {
      throw usage("editor.one-ticket");
    }
    return write(id(ids.get(0)), fields);
  }

  /** Has title and description written, and changes them if nobody has meanwhile. */
  private int write(String id, Fields fields) throws Failure, IOException {
    List<Json> shown = new ArrayList<>();
    try (Desk desk = deskFor("")) {
      desk.read("SHOW " + id, line -> shown.add(line.json()));
    }
    Json ticket = shown.get(0);
    String before = ticket.text("title");
    String described = ticket.text("description");
    String begun =
        fields.text("title").orElse(before) + "\n\n" + fields.text("description").orElse(described);
    Draft draft = Draft.write(texts(), environment(), begun, "editor.ticket");
    return draft.send(
        written -> {
          // What nobody edited stays as it is, whatever is done to a text on its way.
          if (!Draft.title(written).equals(Draft.title(draft.begun()))) {
            fields.set("title", Draft.title(written));
          }
          if (!Draft.body(written).equals(Draft.body(draft.begun()))) {
            fields.set(
                "description",
                new TextInput(texts(), bodyOptions.clean)
                    .accepted(texts().get("text.argument"), Draft.body(written)));
          }
          if (fields.isEmpty()) {
            tell(texts().get("change.none", Long.parseLong(id)));
            return ExitStatus.DONE;
          }
          fields.setVersion(Optional.of(version.orElse(ticket.number("version"))));
          return change("EDIT " + id + " " + fields.json());
        });
  }

  private Fields fields() throws Failure, IOException {
    Fields fields = new Fields();
    title.ifPresent(value -> fields.set("title", value));
    bodyOptions.text(this).ifPresent(value -> fields.set("description", value));
    priority.ifPresent(value -> fields.set("priority", FrenchWords.wire(value)));
    if (assignee.isPresent()) {
      boolean none = assignee.get().equals("-");
      fields.setOrNull("assignee", none ? Optional.empty() : Optional.of(person(assignee.get())));
    }
    if (!tags.isEmpty()) {
      fields.setAll("tags", tags.stream().filter(tag -> !tag.isEmpty()).toList());
    }
    status.ifPresent(value -> fields.set("status", FrenchWords.wire(value)));
    resolution.ifPresent(value -> fields.set("resolution", FrenchWords.wire(value)));
    due.ifPresent(when -> fields.setOrNull("due", due.filter(any -> !when.equals("-"))));
    return fields;
  }
}
