package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;
import ticketd.wire.Verb;

class CompletionTest {
  /** What completes the word at {@code |}. */
  private static List<String> at(String line) {
    int cursor = line.indexOf('|');
    ParsedLine parsed =
        new RequestWords().parse(line.replace("|", ""), cursor, Parser.ParseContext.COMPLETE);
    return Completion.candidates(parsed).stream().map(Candidate::value).toList();
  }

  @Test
  void shouldCompleteVerbsInTheCaseTheyAreBegunIn() {
    assertThat(at("S|")).containsExactly("SENDTICKET", "SHOW", "STATUS", "STATS", "SAVE", "SAVED");
    assertThat(at("st|")).containsExactly("status", "stats");
    assertThat(at("|")).contains("IDENT", "UNWATCH").hasSize(Verb.values().length + 1);
  }

  @Test
  void shouldLookBehindAKey() {
    assertThat(at("@k-1 CLO|")).containsExactly("CLOSE");
    assertThat(at("@k-1 CLOSE 1 f|")).containsExactly("fixed");
  }

  @Test
  void shouldCompleteQualifiersAndTheirValues() {
    assertThat(at("LIST s|")).containsExactly("status:", "saved:", "sort:");
    assertThat(at("LIST disque sort:-u|")).containsExactly("sort:-updated");
    assertThat(at("LIST status:open,in|")).containsExactly("status:open,in-progress");
    assertThat(at("watch p|")).containsExactly("priority:");
    assertThat(at("watch since:3 priority:u|")).containsExactly("priority:urgent");
    assertThat(at("WATCH s|")).containsExactly("status:", "saved:", "since:");
    assertThat(at("LIST -st|")).containsExactly("-status:");
    assertThat(at("LIST -status:open,cl|")).containsExactly("-status:open,closed");
    assertThat(at("LIST -so|")).isEmpty();
    assertThat(at("TAKE n|")).containsExactly("NEXT");
    assertThat(at("TAKE N|")).containsExactly("NEXT");
    assertThat(at("take next assignee:|")).containsExactly("assignee:me", "assignee:-");
  }

  /** The editor would take words that only resemble what is typed, and rewrite it. */
  @Test
  void shouldOfferOnlyWhatBeginsAsTheWordTyped() {
    assertThat(at("TAKE 1|")).isEmpty();
    assertThat(at("LISTE|")).isEmpty();
    assertThat(at("LIST test|")).isEmpty();
    assertThat(at("exi|")).containsExactly("exit");
    assertThat(at("ASSIGN 1 x|")).isEmpty();
  }

  @Test
  void shouldCompleteTheWordsOfTheOtherVerbs() {
    assertThat(at("STATUS 3 |")).containsExactly("open", "in-progress", "waiting", "closed");
    assertThat(at("CLOSE 3 w|")).containsExactly("wont-fix");
    assertThat(at("PRIORITY 3 |")).containsExactly("low", "normal", "high", "urgent");
    assertThat(at("HELP TA|")).containsExactly("TAKE", "TAG");
    assertThat(at("LANG |")).containsExactly("fr", "en");
    assertThat(at("FORMAT j|")).containsExactly("json");
  }

  @Test
  void shouldOfferNothingWhereAnyTextMayStand() {
    assertThat(at("COMMENT 3 s|")).isEmpty();
    assertThat(at("STATUS |")).isEmpty();
    assertThat(at("nonsense s|")).isEmpty();
  }

  @Test
  void shouldOnlyEndAWordThatIsWhole() {
    ParsedLine parsed = new RequestWords().parse("LIST s", 6, Parser.ParseContext.COMPLETE);

    assertThat(Completion.candidates(parsed))
        .allMatch(c -> c.complete() != c.value().endsWith(":"));
  }
}
