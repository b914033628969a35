package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;

/** {@code edit ID …}: changes any fields at once, if wanted only where the version is known. */
@Command(name = "edit")
final class EditCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Option(
      names = {"-t", "--title"},
      paramLabel = "TITLE")
  Optional<String> title = Optional.empty();

  @Option(
      names = {"-b", "--body"},
      paramLabel = "TEXT")
  Optional<String> body = Optional.empty();

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
      names = {"-l", "--tag"},
      paramLabel = "TAG",
      split = ",")
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

  @Mixin TextOptions textOptions = new TextOptions();

  EditCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String request() throws Failure, IOException {
    JsonText fields = new JsonText();
    title.ifPresent(value -> fields.put("title", value));
    if (body.isPresent()) {
      fields.put("description", text(textOptions, body.get()));
    }
    priority.ifPresent(value -> fields.put("priority", value));
    if (assignee.isPresent()) {
      boolean none = assignee.get().equals("-");
      fields.putOrNull("assignee", none ? Optional.empty() : Optional.of(person(assignee.get())));
    }
    if (!tags.isEmpty()) {
      fields.put("tags", tags.stream().filter(tag -> !tag.isEmpty()).toList());
    }
    status.ifPresent(value -> fields.put("status", value));
    resolution.ifPresent(value -> fields.put("resolution", value));
    if (fields.isEmpty()) {
      throw usage("edit.nothing");
    }
    version.ifPresent(value -> fields.put("version", value));
    return "EDIT " + id(id) + " " + fields.end();
  }
}
