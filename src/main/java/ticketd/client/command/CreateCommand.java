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
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.screen.Tty;
import ticketd.client.shell.Draft;
import ticketd.wire.FrenchWords;

/** {@code create}: files a ticket and prints its number. */
@Command(name = "create")
final class CreateCommand extends ChangeCommand {
  @Parameters(arity = "0..*", paramLabel = "TITLE", descriptionKey = "title")
  List<String> words = new ArrayList<>();

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
      names = {"-l", "--tag", "--label"},
      paramLabel = "TAG",
      split = ",",
      descriptionKey = "tag")
  List<String> tags = new ArrayList<>();

  @Option(
      names = {"-a", "--assignee"},
      paramLabel = "NAME")
  Optional<String> assignee = Optional.empty();

  @Option(names = "--due", paramLabel = "WHEN")
  Optional<String> due = Optional.empty();

  @Mixin BodyOptions bodyOptions = new BodyOptions();

  CreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (!words.isEmpty()) {
      if (title.isPresent()) {
        throw usage("usage.together", "TITLE", "--title");
      }
      title = Optional.of(String.join(" ", words));
    }
    boolean nothing = title.isEmpty() && !bodyOptions.isGiven();
    if (bodyOptions.editor || (nothing && Draft.isOffered(environment()))) {
      return write();
    }
    if (title.isEmpty()) {
      return ask();
    }
    return change(request(title.get(), bodyOptions.text(this)));
  }

  private String request(String named, Optional<String> description) throws Failure {
    JsonText ticket = new JsonText().put("title", named);
    description.ifPresent(text -> ticket.put("description", text));
    priority.ifPresent(value -> ticket.put("priority", FrenchWords.wire(value)));
    if (!tags.isEmpty()) {
      ticket.put("tags", tags);
    }
    if (assignee.isPresent()) {
      ticket.put("assignee", person(assignee.get()));
    }
    due.ifPresent(when -> ticket.put("due", when));
    return "SENDTICKET " + ticket.end();
  }

  private int write() throws Failure, IOException {
    String body = bodyOptions.text(this).map(text -> "\n\n" + text).orElse("");
    return Draft.write(texts(), environment(), title.orElse("") + body, "editor.ticket")
        .send(
            written -> {
              String description =
                  new TextInput(texts(), bodyOptions.clean)
                      .accepted(texts().get("text.argument"), Draft.body(written));
              return change(
                  request(
                      Draft.title(written),
                      Optional.of(description).filter(text -> !text.isEmpty())));
            });
  }

  /** Asks the person for what is missing; without one that is a wrong usage. */
  private int ask() throws Failure, IOException {
    if (!Tty.isInput() || !Tty.isError()) {
      throw usage("create.no-title");
    }
    BufferedReader person =
        new BufferedReader(
            // A decoder, where a charset would replace what is not UTF-8.
            new InputStreamReader(surroundings().in(), StandardCharsets.UTF_8.newDecoder()));
    String named = answer(person, "dialogue.title");
    Optional<String> given = bodyOptions.text(this);
    return change(
        request(
            named,
            given.isPresent() ? given : Optional.of(answer(person, "dialogue.description"))));
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
