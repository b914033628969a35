package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;
import ticketd.wire.Verb;

class CompletionTest {
  private final Completion completion = new Completion();

  /** What completes the word at {@code |}. */
  private List<String> at(String line) {
    int cursor = line.indexOf('|');
    ParsedLine parsed =
        new RequestWords().parse(line.replace("|", ""), cursor, Parser.ParseContext.COMPLETE);
    return completion.candidates(parsed).stream().map(Candidate::value).toList();
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
  void shouldOfferWhatTheServerKnows() {
    completion.from(
        offer ->
            switch (offer) {
              case TICKETS -> List.of("12", "7");
              case OPEN_TICKETS -> List.of("12");
              case CLOSED_TICKETS -> List.of("7");
              case PEOPLE -> List.of("Ana", "Ana Maria", "Bob");
              case TAGS -> List.of("infra", "web");
              case SAVED -> List.of("mine");
            });

    assertThat(at("SHOW |")).containsExactly("12", "7");
    assertThat(at("TAKE 1|")).containsExactly("12");
    assertThat(at("TAKE |")).containsExactly("NEXT", "12");
    assertThat(at("reopen |")).containsExactly("7");
    assertThat(at("@k CLOSE 1|")).containsExactly("12");
    assertThat(at("LINK 12 blocks |")).containsExactly("12", "7");
    assertThat(at("ASSIGN 12 |")).containsExactly("me", "-", "Ana", "Ana Maria", "Bob");
    assertThat(at("LIST author:a|")).containsExactly("author:Ana");
    assertThat(at("LIST author:\"a|")).containsExactly("author:\"Ana Maria\"");
    assertThat(at("LIST -assignee:B|")).containsExactly("-assignee:Bob");
    assertThat(at("WATCH tag:|")).containsExactly("tag:infra", "tag:web");
    assertThat(at("TAG 12 +a -w|")).containsExactly("-web");
    assertThat(at("TAG 12 +i|")).containsExactly("+infra");
    assertThat(at("LIST saved:|")).containsExactly("saved:mine");
    assertThat(at("UNSAVE m|")).containsExactly("mine");
    assertThat(at("COMMENT 12 w|")).isEmpty();
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

    assertThat(completion.candidates(parsed))
        .allMatch(c -> c.complete() != c.value().endsWith(":"));
  }
}
