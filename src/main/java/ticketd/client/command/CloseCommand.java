package ticketd.client.command;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;

/** {@code close ID [RESOLUTION] [-c TEXT]}. */
@Command(name = "close")
final class CloseCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RESOLUTION",
      completionCandidates = Words.Resolutions.class,
      descriptionKey = "resolution-word")
  String resolution = "fixed";

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT")
  Optional<String> comment = Optional.empty();

  @Mixin TextOptions textOptions = new TextOptions();

  CloseCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    String text = comment.isPresent() ? text(textOptions, comment.get()) : "";
    if (text.indexOf('\n') < 0) {
      comment = Optional.of(text);
      return super.run();
    }
    // CLOSE takes a text of one line only; a longer one is a comment behind it, so that a refusal
    // to close leaves nothing behind.
    comment = Optional.empty();
    try (Desk desk = deskAsMe()) {
      Incoming.Status closed = desk.change(request());
      desk.change(CommentCommand.comment(id(id), text));
      print(closed);
    }
    return ExitStatus.DONE;
  }

  @Override
  String request() throws Failure {
    String closed = "CLOSE " + id(id) + " " + oneLine(resolution);
    return comment.filter(text -> !text.isBlank()).map(text -> closed + " " + text).orElse(closed);
  }
}
