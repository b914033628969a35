package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.command.Commanded.Ran;
import ticketd.testing.TestServer;

/** Runs docs/desk.md from its beginning to its end: every command prints what stands below it. */
@Timeout(120)
class DeskDayTest {
  private static final Pattern COMMAND = Pattern.compile("([a-z]+)\\$ ticket (.*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private record Step(String who, String command, List<String> printed) {}

  private static List<Step> steps() throws IOException {
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("docs/desk.md"))) {
      Matcher command = COMMAND.matcher(line);
      if (line.startsWith("```")) {
        inside = !inside;
      } else if (inside && command.matches()) {
        steps.add(new Step(command.group(1), command.group(2), new ArrayList<>()));
      } else if (inside) {
        steps.get(steps.size() - 1).printed().add(line);
      }
    }
    return steps;
  }

  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }

  @Test
  void shouldPrintWhatTheDocumentShows(@TempDir Path folder) throws IOException {
    List<Step> steps = steps();
    assertThat(steps).hasSizeGreaterThan(20);
    try (TestServer server = TestServer.start(folder)) {
      for (Step step : steps) {
        Ran ran = new Commanded(server).with("TICKETD_USER", step.who()).run(words(step.command()));
        List<String> printed = new ArrayList<>(ran.output());
        printed.addAll(ran.errors());
        assertThat(printed).as(step.command()).isEqualTo(step.printed());
      }
    }
  }
}
