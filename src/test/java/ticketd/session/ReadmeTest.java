package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.TestServer;
import ticketd.testing.Transcript;

/** The conversations that the README shows come out as it shows them, but for dates and times. */
class ReadmeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"The original's session", "A ticket's life"})
  void shouldComeOutAsShown(String heading) throws IOException {
    String transcript =
        conversation(heading)
            .lines()
            .map(line -> line.replaceFirst("^C: ", "c> ").replaceFirst("^S: ", "c< "))
            .map(ReadmeTest::withoutTimes)
            .collect(Collectors.joining("\n"));
    assertThat(transcript.lines().count()).isGreaterThan(10);
    try (TestServer server = TestServer.start(folder)) {
      Transcript.replay(transcript + "\n", name -> server.connect());
    }
  }

  @Test
  void shouldFailWhereTheReadmeSaysSomethingElse() throws IOException {
    String transcript = withoutTimes(conversation("A ticket's life"));
    try (TestServer server = TestServer.start(folder)) {
      assertThatThrownBy(
              () ->
                  Transcript.replay(
                      transcript.replace("4 changes", "5 changes"), name -> server.connect()))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void shouldNameThePackageThatTheBuildLeaves() throws IOException {
    Matcher version =
        Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Files.readString(Path.of("README.md")))
        .contains("`target/ticketd_" + version.group(1) + "_all.deb`");
  }

  /** A block can be pasted into a shell only without prompts, answers and places to fill in. */
  @Test
  void shouldShowCommandsOfTheClientThatCanBePasted() throws IOException {
    String section = Files.readString(Path.of("README.md")).split("\n## The client\n", 2)[1];
    Matcher block =
        Pattern.compile("```\n(ticket .*?)```\n", Pattern.DOTALL)
            .matcher(section.split("\n## ", 2)[0]);
    assertThat(section.indexOf("export PATH=\"$PWD/target:$PATH\"")).isPositive();
    assertThat(block.find()).isTrue();
    assertThat(block.group(1).lines()).allMatch(line -> line.startsWith("ticket "));
  }

  /** The first code block under the heading. */
  private static String conversation(String heading) throws IOException {
    Matcher block =
        Pattern.compile("## " + Pattern.quote(heading) + "\n.*?\n```\n(.*?)```\n", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).as("a block under " + heading).isTrue();
    return block.group(1);
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "<time>")
        .replaceAll("\\d\\d/\\d\\d/\\d{4}", "<date>")
        .replaceAll("since \\d+/", "since <n>/")
        .replaceAll(" - \\d{4}-\\d\\d-\\d\\d", " - <date>");
  }
}
