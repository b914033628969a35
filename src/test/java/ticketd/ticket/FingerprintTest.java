package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Identity ANA = Identity.of("Ana").orElseThrow();

  private static TicketCommand.File file(String title, List<String> tags, Identity assignee) {
    return new TicketCommand.File(title, "", Priority.NORMAL, tags, Optional.of(assignee));
  }

  @Test
  void shouldNotDependOnSpellingOrOrder() {
    assertThat(Fingerprint.of(file("x", List.of("a", "b"), ANA)))
        .isEqualTo(Fingerprint.of(file("x", List.of("b", "a"), Identity.of("ANA").orElseThrow())));
  }

  @Test
  void shouldTellRequestsApart() {
    List<TicketCommand> commands =
        List.of(
            TicketCommand.File.of("x", "y"),
            TicketCommand.File.of("xy", ""),
            TicketCommand.File.of("", "xy"),
            file("x", List.of(), ANA),
            new TicketCommand.Take(1),
            new TicketCommand.Take(2),
            new TicketCommand.TakeNext(TicketQuery.ALL),
            new TicketCommand.Move(1, Status.CLOSED),
            new TicketCommand.Close(1, Resolution.FIXED, Optional.empty()),
            new TicketCommand.Close(1, Resolution.FIXED, Optional.of("")),
            new TicketCommand.Assign(1, Optional.empty()),
            new TicketCommand.Assign(1, Optional.of(ANA)),
            new TicketCommand.Comment(1, "x"),
            new TicketCommand.Reopen(1));
    Set<Fingerprint> fingerprints = new HashSet<>();
    commands.forEach(command -> fingerprints.add(Fingerprint.of(command)));
    assertThat(fingerprints).hasSameSizeAs(commands);
  }

  @Test
  void shouldStayWhatStoredKeysRestOn() {
    assertThat(hex(TicketCommand.File.of("Bug", "broken")))
        .isEqualTo("e30f799c60c5488ffeb4f5f70a7f4f4b");
    assertThat(
            hex(
                new TicketCommand.TakeNext(
                    new TicketQuery(
                        List.of(
                            new TicketQuery.TitleHas(word("Nœud")),
                            new TicketQuery.TextHas(word("ガラス é")),
                            new TicketQuery.StatusIn(EnumSet.of(Status.OPEN)),
                            new TicketQuery.CreatedIn(
                                new TimeRange(
                                    Instant.parse("2026-10-31T23:00:00Z"),
                                    Instant.ofEpochMilli(Long.MAX_VALUE),
                                    Optional.empty())))))))
        .isEqualTo("5cde3094ebeb2aecdb20deaf66e4c0b3");
    assertThat(hex(takeNext(new TicketQuery.TitleHas(word("Straße İ ﬁle")))))
        .isEqualTo("949fe072df9717825fd0979f6139743e");
    TicketCommand.Patch title =
        new TicketCommand.Patch(
            Optional.of("t"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(hex(new TicketCommand.Edit(4, title, OptionalLong.of(3))))
        .isEqualTo("4ae2d7f5d6c7cb07109333fb73a13b2a");
  }

  /** The time of day must not make another request of a repeat. */
  @Test
  void shouldCompareDaysThatPassAsTheyWereWritten() {
    Instant then = Instant.parse("2026-10-31T23:00:00Z");
    Instant later = then.plusSeconds(100_000);
    Optional<String> today = Optional.of("today");
    assertThat(hex(takeNext(new TicketQuery.CreatedIn(new TimeRange(later, later, today)))))
        .isEqualTo(hex(takeNext(new TicketQuery.CreatedIn(new TimeRange(then, then, today)))))
        .isNotEqualTo(hex(takeNext(new TicketQuery.UpdatedIn(new TimeRange(then, then, today)))));
  }

  @Test
  void shouldTellATermFromItsComplement() {
    TicketQuery.Term tag = new TicketQuery.HasTag("x");
    assertThat(hex(takeNext(new TicketQuery.Not(tag)))).isNotEqualTo(hex(takeNext(tag)));
  }

  private static TicketCommand takeNext(TicketQuery.Term term) {
    return new TicketCommand.TakeNext(new TicketQuery(List.of(term)));
  }

  private static SearchWord word(String text) {
    return SearchWord.of(text).orElseThrow();
  }

  private static String hex(TicketCommand command) {
    Fingerprint fingerprint = Fingerprint.of(command);
    return Long.toHexString(fingerprint.high()) + Long.toHexString(fingerprint.low());
  }
}
