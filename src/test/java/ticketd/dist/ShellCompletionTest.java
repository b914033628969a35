package ticketd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.testing.Processes;

/** What the script for bash offers for a line, in a bash. */
class ShellCompletionTest {
  /** As bash cuts a line: at blanks, and at these so that they are words too. */
  private static final Pattern WORD = Pattern.compile("[:=]+|[^ :=]+");

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Distribution.write(folder);
  }

  private static List<String> offered(String line) throws IOException {
    List<String> words =
        new ArrayList<>(WORD.matcher(line).results().map(MatchResult::group).toList());
    if (line.endsWith(" ")) {
      words.add("");
    }
    String script =
        "source "
            + folder.resolve("completion/bash/ticket")
            // Stands for the launcher, which would ask a server.
            + "; function ticket() { printf '%s\\n' \"$*\" >>requests; cat \"$2\" 2>/dev/null; }"
            + "; COMP_LINE=$1; COMP_POINT=${#1}; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))"
            + "; COMPREPLY=(); _complete_ticket; printf '%s\\n' \"${COMPREPLY[@]}\"";
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash", line));
    command.addAll(words);
    Process bash =
        Processes.builder(command)
            .directory(folder.toFile())
            // Where no completion is under way, bash complains of options for it.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out.lines().filter(word -> !word.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "ticket cl|client close",
        "ticket --lang en lis|list",
        "ticket --lang |fr en",
        "ticket --l|--lang",
        "ticket create -p |low normal high urgent",
        "ticket create --priority=|low normal high urgent",
        "ticket create --priority=h|high",
        "ticket create -t list -p n|normal",
        "ticket edit 12 --priority u|urgent",
        "ticket edit 12 --status c|closed",
        "ticket wait 1 --status |open in-progress waiting closed",
        "ticket wait 1 --status=open,c|open,closed",
        "ticket status 12 |open in-progress waiting closed",
        "ticket close 12 |fixed wont-fix duplicate invalid",
        "ticket close -c bye 12 w|wont-fix",
        "ticket close 12 fixed |",
        "ticket take n|next",
        "ticket take next sta|status:",
        "ticket take next so|",
        "ticket list status:|open in-progress waiting closed",
        "ticket list status:open,w|open,waiting",
        "ticket list disk priority:u|urgent",
        "ticket list sort:-|-id -updated -priority -due",
        "ticket list l|link: limit:",
        "ticket watch assignee:|me -",
        "ticket export so|",
        "ticket list --lang |fr en",
        "ticket list --lang=e|en",
        "ticket help cl|client close",
        "ticket help --l|--lang",
        "ticket completion |bash zsh",
        "ticket server --s|--shm --store --sync",
        "ticket server --sync |always interval os",
        "ticket server --sync=o|os",
        "ticket check --j|--json",
        "ticket check --res|--restored",
      })
  void shouldOfferWhatMayStandThere(String line, String offered) throws IOException {
    List<String> expected = offered == null ? List.of() : List.of(offered.split(" "));

    assertThat(offered(line)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "ticket view |12 7",
        "ticket close 1|12",
        "ticket take |next 12",
        "ticket reopen |7",
        "ticket close 12 7 1|12",
        "ticket close #1|#12",
        "ticket status 12 w|waiting",
        "ticket link 12 blocks |12 7",
        "ticket assign 12 A|Ana",
        "ticket assign 12 |Ana Bob Zoé",
        "ticket create -a B|Bob",
        "ticket create --assignee=Z|Zoé",
        "ticket list author:|me Ana Bob Zoé",
        "ticket list -assignee:B|Bob",
        "ticket list disk tag:w|web wip",
        "ticket list -l w|web wip",
        "ticket create -l infra,wi|infra,wip",
        "ticket tag 12 +w|+web +wip",
        "ticket tag 12 +a -i|-infra",
        "ticket list saved:|mine",
        "ticket unsave |mine",
        "ticket user disable A|Ana",
        "ticket create |",
        "ticket comment 12 |",
      })
  void shouldOfferWhatTheServerKnows(String line, String offered) throws IOException {
    Files.writeString(folder.resolve("tickets"), "12\n7\n");
    Files.writeString(folder.resolve("open-tickets"), "12\n");
    Files.writeString(folder.resolve("closed-tickets"), "7\n");
    Files.writeString(folder.resolve("people"), "Ana\nAna Maria\nBob\nZoé\n");
    Files.writeString(folder.resolve("tags"), "infra\nweb\nwip\n");
    Files.writeString(folder.resolve("saved"), "mine\n");
    try {
      shouldOfferWhatMayStandThere(line, offered);
    } finally {
      for (String name :
          List.of("tickets", "open-tickets", "closed-tickets", "people", "tags", "saved")) {
        Files.delete(folder.resolve(name));
      }
    }
  }

  @Test
  void shouldAskTheServerThatIsNamed() throws IOException {
    Path asked = folder.resolve("requests");
    for (String where :
        List.of(
            "--server b:2 --tls --ca f --tls-cert c --tls-key=k --token-file t",
            "--server=b:2 --ca=f --tls-cert=c --tls-key k --token-file=t")) {
      Files.deleteIfExists(asked);
      offered("ticket " + where + " --lang en view ");
      assertThat(Files.readString(asked)).isEqualTo("completion tickets " + where + "\n");
    }
  }

  @Test
  void shouldOfferQualifiersBeforeTheirValues() throws IOException {
    assertThat(offered("ticket list ")).contains("status:", "sort:").allMatch(w -> w.endsWith(":"));
  }

  @Test
  void shouldOfferEveryCommandAndHelpOfEach() throws IOException {
    List<String> commands = offered("ticket ");

    assertThat(commands).contains("list", "completion", "check", "server");
    assertThat(offered("ticket help ")).isEqualTo(commands);
  }

  @Test
  void shouldOfferFilesForTheServersStoreAndSettings() throws IOException {
    Files.createFile(folder.resolve("a store"));
    String typed = folder.resolve("a").toString();

    for (String option : List.of("--store ", "--store=", "--config ")) {
      assertThat(offered("ticket server " + option + typed)).containsExactly(folder + "/a store");
    }
  }
}
