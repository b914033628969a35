package ticketd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.protocol.RequestParser;
import ticketd.ticket.Identity;

/** The same read through both doors: as a line, and as a verb with its arguments apart. */
class ReadParserTest {
  private static final Optional<Identity> ANA = Identity.of("Ana");
  private static final ReadParser READS = new ReadParser(Clock.systemUTC());
  private static final RequestParser LINES = new RequestParser(Clock.systemUTC());

  private static String line(String line, Optional<Identity> who) {
    byte[] bytes = line.getBytes(UTF_8);
    return shown(LINES.parse(bytes, 0, bytes.length, who));
  }

  private static String shown(Parsed parsed) {
    return parsed instanceof Parsed.Refused refused
        ? refused.code().wireName() + ": " + refused.message()
        : parsed.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status:open -tag:wip \"disque plein\" sort:-id limit:5 after:9",
        "assignee:me",
        "sort:updated",
        "since:3",
        "colour:red",
        "limit:0",
        "tag:a\u200F"
      })
  void shouldListWhatALineLists(String query) {
    for (Optional<Identity> who : List.of(ANA, Optional.<Identity>empty())) {
      assertThat(shown(READS.list(query, who))).isEqualTo(line("LIST " + query, who));
    }
  }

  @Test
  void shouldListAPage() {
    assertThat(shown(READS.page("a sort:-updated", 50, 1000, ANA)))
        .isEqualTo(line("LIST a sort:-updated limit:50", ANA));
    assertThat(shown(READS.page("limit:1000", 50, 1000, ANA)))
        .isEqualTo(line("LIST limit:1000", ANA));
    assertThat(shown(READS.page("limit:1001", 50, 1000, ANA)))
        .startsWith("bad-request: limit: is at most 1000 here, not 1001; ask for");
    assertThat(shown(READS.page("limit:100001", 50, 1000, ANA)))
        .isEqualTo(line("LIST limit:100001", ANA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "#7", "0", "x", "1\u200F", "99999999999999999999"})
  void shouldShowWhatALineShows(String id) {
    assertThat(shown(READS.show(id))).isEqualTo(line("SHOW " + id, ANA));
    assertThat(shown(READS.history(id, Optional.empty(), Optional.empty())))
        .isEqualTo(line("HISTORY " + id, ANA));
  }

  @Test
  void shouldReadTheHistoryThatALineReads() {
    for (String after : List.of("0", "17", "-1", "x")) {
      assertThat(shown(READS.history("1", Optional.of(after), Optional.of("3"))))
          .isEqualTo(line("HISTORY 1 after:" + after + " limit:3", ANA));
    }
    assertThat(shown(READS.history("1", Optional.of("1"), Optional.of("0"))))
        .isEqualTo(line("HISTORY 1 after:1 limit:0", ANA));
  }

  @Test
  void shouldWatchWhatALineWatches() {
    assertThat(shown(READS.watch("tag:a", Optional.of("3/17"), ANA)))
        .isEqualTo(line("WATCH since:3/17 tag:a", ANA));
    assertThat(shown(READS.watch("tag:a", Optional.empty(), ANA)))
        .isEqualTo(line("WATCH tag:a", ANA));
    assertThat(shown(READS.watch("since:4", Optional.of("3"), ANA)))
        .isEqualTo(line("WATCH since:3 since:4", ANA));
    for (String since : List.of("", "x", "3/", "-1")) {
      assertThat(shown(READS.watch("", Optional.of(since), ANA)))
          .isEqualTo(line("WATCH since:" + since, ANA));
    }
  }

  @Test
  void shouldRefuseWhatNoLineHolds() {
    assertThat(shown(READS.list("a\nb", ANA))).startsWith("bad-text");
    assertThat(shown(READS.show("1\u0000"))).startsWith("bad-text");
    assertThat(shown(READS.history("1", Optional.of("\u202E"), Optional.empty())))
        .startsWith("bad-text");
    assertThat(shown(READS.watch("", Optional.of("1\n"), ANA))).startsWith("bad-text");
  }
}
