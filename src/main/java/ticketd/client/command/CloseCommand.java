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

/** {@code close ID... [RESOLUTION] [-c TEXT]}; behind {@code duplicate} of which. */
@Command(name = "close")
final class CloseCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "[ID...] [RESOLUTION [#ORIGINAL]]",
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
    List<String> rest = more.rest();
    if (!rest.isEmpty() && rest.get(0).isBlank()) {
      String allowed = String.join(", ", new Words.Resolutions());
      throw usage("usage.value", "RESOLUTION", rest.get(0), allowed);
    }
    String resolution = rest.isEmpty() ? "fixed" : oneLine(FrenchWords.wire(rest.get(0)));
    boolean of = rest.size() == 2 && resolution.equals("duplicate");
    if (rest.size() > (of ? 2 : 1)) {
      throw usage("usage.argument", rest.get(1));
    }
    String original = of ? " #" + id(rest.get(1)) : "";
    String text = comment.isPresent() ? text(textOptions, comment.get()) : "";
    // CLOSE takes a text of one line only, and would take a number at its begin for a duplicate's.
    boolean apart = text.indexOf('\n') >= 0 || text.startsWith("#");
    String behind = resolution + original + (apart || text.isBlank() ? "" : " " + text);
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
