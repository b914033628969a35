package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import ticketd.ticket.DeskRules;
import ticketd.ticket.Figures;
import ticketd.wire.DeskFigures;
import ticketd.wire.FrenchWords;
import ticketd.wire.Language;
import ticketd.wire.StatNames;
import ticketd.wire.Stats;

class StatsCommandTest {
  /** Every figure that a server may tell. */
  private static final Stats ALL =
      new Stats(
          new Figures(0, 0, 0, 0, 0, 0, 0, "", 0, "", 0),
          0,
          0,
          0,
          Optional.of(Instant.EPOCH),
          Optional.of(new DeskFigures(0, 0, 0, 0, 0, 0, 0, 0)),
          new DeskRules(Optional.of(Duration.ofDays(1)), OptionalInt.of(5)));

  @Test
  void shouldKnowEveryFigureByItsMemberAndInFrench() {
    List<String> members = new ArrayList<>();
    StatNames.visit(
        ALL,
        (name, camelCase, value) -> {
          members.add(camelCase);
          assertThat(FrenchWords.figure(name)).doesNotContain("-seconds");
          assertThat(name.equals("tickets") || !FrenchWords.figure(name).equals(name))
              .as(name)
              .isTrue();
        });
    assertThat(MemberNames.FIGURES).isEqualTo(members);
  }

  @Test
  void shouldLeaveRoomBehindTheLongestName() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("in-progress", "3");
    figures.put("escalate-after-seconds", "86400");
    assertThat(StatsCommand.table(figures, Language.EN))
        .containsExactly("in-progress             3", "escalate-after-seconds  86400");
    assertThat(StatsCommand.table(figures, Language.FR))
        .containsExactly("en cours          3", "relevé après (s)  86400");
  }
}
