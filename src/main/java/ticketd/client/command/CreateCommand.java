package ticketd.client.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.screen.Tty;

/** {@code create}: files a ticket and prints its number. */
@Command(name = "create")
final class CreateCommand extends ChangeCommand {
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
      names = {"-l", "--tag"},
      paramLabel = "TAG",
      split = ",")
  List<String> tags = new ArrayList<>();

  @Option(
      names = {"-a", "--assignee"},
      paramLabel = "NAME")
  Optional<String> assignee = Optional.empty();

  @Mixin TextOptions textOptions = new TextOptions();

  CreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String request() throws Failure, IOException {
    if (title.isEmpty()) {
      ask();
    }
    JsonText ticket = new JsonText().put("title", title.orElse(""));
    if (body.isPresent()) {
      ticket.put("description", text(textOptions, body.get()));
    }
    if (priority.isPresent()) {
      ticket.put("priority", priority.get());
    }
    if (!tags.isEmpty()) {
      ticket.put("tags", tags);
    }
    if (assignee.isPresent()) {
      ticket.put("assignee", person(assignee.get()));
    }
    return "SENDTICKET " + ticket.end();
  }

  /** Asks the person for what is missing; without one that is a wrong usage. */
  private void ask() throws Failure, IOException {
    if (!Tty.isInput() || !Tty.isError()) {
      throw usage("create.no-title");
    }
    BufferedReader person =
        new BufferedReader(
            // A decoder, where a charset would replace what is not UTF-8.
            new InputStreamReader(surroundings().in(), StandardCharsets.UTF_8.newDecoder()));
    title = Optional.of(answer(person, "dialogue.title"));
    if (body.isEmpty()) {
      body = Optional.of(answer(person, "dialogue.description"));
    }
  }

  private String answer(BufferedReader person, String prompt) throws Failure, IOException {
    surroundings().err().text(texts().get(prompt) + " ");
    surroundings().err().flush();
    try {
      String line = person.readLine();
      if (line != null) {
        return line;
      }
    } catch (CharacterCodingException e) {
      throw usage("dialogue.not-utf8");
    }
    throw new Failure(ExitStatus.INTERRUPTED, texts().get("dialogue.aborted"));
  }
}
