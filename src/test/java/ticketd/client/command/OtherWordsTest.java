package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.launch.ListedCommands;
import ticketd.wire.Language;

class OtherWordsTest {
  private static Surroundings surroundings(Language language) {
    return new Surroundings(
        Texts.in(language),
        Map.of(),
        InputStream.nullInputStream(),
        new Output(OutputStream.nullOutputStream()),
        new Output(OutputStream.nullOutputStream()),
        ListedCommands.ALL);
  }

  private static String told(Language language, String name) {
    return Failures.unknownCommand(surroundings(language), name).message();
  }

  @ParameterizedTest
  @CsvSource({
    "show, view",
    "ls, list",
    "new, create",
    "search, list",
    "whoami, auth status",
    "version, --version",
    "done, close",
    "reply, comment",
    "priority, edit -p",
    "Créer, create",
    "craete, create",
  })
  void shouldSayWhatWeCallIt(String typed, String ours) {
    assertThat(told(Language.EN, typed))
        .isEqualTo(
            "unknown command: \"" + typed + "\"; did you mean " + ours + "?; see \"ticket help\"");
    assertThat(told(Language.FR, typed))
        .startsWith("commande inconnue : « " + typed + " » ; vouliez-vous dire " + ours + " ?");
  }

  @Test
  void shouldNotGuessWhatItDoesNotKnow() {
    assertThat(told(Language.EN, "delete"))
        .isEqualTo("unknown command: \"delete\"; see \"ticket help\"");
  }

  @Test
  void shouldNameCommandsOfOursAndTakeNoneForAnother() {
    Set<String> commands = Commands.names(surroundings(Language.EN));
    OtherWords.ALL.forEach(
        (ours, others) -> {
          assertThat(ours.equals("--version") || commands.contains(ours.split(" ", -1)[0]))
              .as(ours)
              .isTrue();
          for (String other : others) {
            assertThat(commands).doesNotContain(other);
            // No other line of the table says the same.
            assertThat(OtherWords.ours(other)).as(other).contains(ours);
          }
        });
  }
}
