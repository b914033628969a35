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

/** {@code rate ID 1-5 [1-5 1-5] [TEXT]}: what the author of a closed ticket thinks of it. */
@Command(name = "rate")
final class RateCommand extends ChangeCommand {
  private static final List<String> MEMBERS =
      List.of("responsiveness", "competence", "satisfaction");

  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "1-5 [1-5 1-5] [TEXT]",
      hideParamSyntax = true,
      descriptionKey = "scores")
  List<String> words = new ArrayList<>();

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT")
  Optional<String> comment = Optional.empty();

  @Mixin TextOptions textOptions = new TextOptions();

  RateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    int count = 0;
    while (count < words.size() && words.get(count).matches("[0-9]+")) {
      count++;
    }
    if (count != 1 && count != MEMBERS.size()) {
      throw usage("rate.scores");
    }
    JsonText rating = new JsonText();
    for (int i = 0; i < MEMBERS.size(); i++) {
      String score = words.get(count == 1 ? 0 : i);
      if (!score.matches("[1-5]")) {
        throw usage("rate.scores");
      }
      rating.put(MEMBERS.get(i), Long.parseLong(score));
    }
    List<String> behind = words.subList(count, words.size());
    if (!behind.isEmpty() && comment.isPresent()) {
      throw usage("usage.together", "TEXT", "--comment");
    }
    String text = behind.isEmpty() ? comment.orElse("") : String.join(" ", behind);
    if (!text.isBlank()) {
      rating.put("text", text(textOptions, text));
    }
    return change("RATE " + id(id) + " " + rating.end());
  }
}
