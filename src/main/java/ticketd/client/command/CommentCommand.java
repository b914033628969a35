package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.shell.Draft;

/** {@code comment ID TEXT}. */
@Command(name = "comment")
class CommentCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "TEXT", descriptionKey = "text")
  List<String> words = new ArrayList<>();

  @Mixin BodyOptions bodyOptions = new BodyOptions();

  private final String verb;

  CommentCommand(Surroundings surroundings) {
    this(surroundings, "COMMENT");
  }

  CommentCommand(Surroundings surroundings, String verb) {
    super(surroundings);
    this.verb = verb;
  }

  @Override
  protected int run() throws Failure, IOException {
    String number = id(id);
    Optional<String> text = given();
    if (text.isPresent() && !bodyOptions.editor) {
      return change(request(number, text.get()));
    }
    if (!bodyOptions.editor && !Draft.isOffered(environment())) {
      throw usage("usage.missing", "TEXT");
    }
    return Draft.write(texts(), environment(), text.orElse(""), "editor.text")
        .send(written -> change(request(number, checked(written))));
  }

  private Optional<String> given() throws Failure, IOException {
    if (words.isEmpty()) {
      return bodyOptions.text(this);
    }
    if (bodyOptions.isGiven()) {
      throw usage(
          "usage.together", "TEXT", bodyOptions.body.isPresent() ? "--body" : "--body-file");
    }
    return Optional.of(
        new TextInput(texts(), bodyOptions.clean)
            .read(String.join(" ", words), surroundings().in()));
  }

  private String checked(String written) throws Failure {
    return new TextInput(texts(), bodyOptions.clean)
        .accepted(texts().get("text.argument"), written);
  }

  private String request(String number, String text) {
    return verb + " " + number + " " + new JsonText().put("text", text).end();
  }

  /** In JSON: the text may have several lines. */
  static String comment(String id, String text) {
    return "COMMENT " + id + " " + new JsonText().put("text", text).end();
  }
}
