package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;

/** {@code comment ID TEXT}. */
@Command(name = "comment")
final class CommentCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT", descriptionKey = "text")
  List<String> words = new ArrayList<>();

  @Mixin TextOptions textOptions = new TextOptions();

  CommentCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String request() throws Failure, IOException {
    return comment(id(id), text(textOptions, String.join(" ", words)));
  }

  /** In JSON: the text may have several lines. */
  static String comment(String id, String text) {
    return "COMMENT " + id + " " + new JsonText().put("text", text).end();
  }
}
