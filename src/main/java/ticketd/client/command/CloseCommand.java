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
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.wire.FrenchWords;

/** {@code close ID... [RESOLUTION] [-c TEXT]}. */
@Command(name = "close")
final class CloseCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "[ID...] [RESOLUTION]",
      hideParamSyntax = true,
      completionCandidates = Words.Resolutions.class,
      descriptionKey = "resolution-word")
  List<String> words = new ArrayList<>();

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
    TicketNumbers more = TicketNumbers.leading(words);
    List<String> ids = new ArrayList<>(List.of(id));
    ids.addAll(more.ids());
    if (more.rest().size() > 1) {
      throw usage("usage.argument", more.rest().get(1));
    }
    String resolution =
        more.rest().isEmpty() ? "fixed" : oneLine(FrenchWords.wire(more.rest().get(0)));
    String text = comment.isPresent() ? text(textOptions, comment.get()) : "";
    // CLOSE takes a text of one line only, and would take a number at its begin for a duplicate's.
    boolean apart = text.indexOf('\n') >= 0 || text.startsWith("#");
    String behind = resolution + (apart || text.isBlank() ? "" : " " + text);
    try (Desk desk = deskAsMe()) {
      return forEach(
          ids,
          each -> {
            Incoming.Status closed = desk.change("CLOSE " + each + " " + behind);
            if (apart) {
              // Behind it, so that a refusal to close leaves nothing behind.
              desk.change(CommentCommand.comment(each, text));
            }
            print(closed);
          });
    }
  }
}
