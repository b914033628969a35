package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
    Fingerprint pinned = Fingerprint.of(TicketCommand.File.of("Bug", "broken"));
    assertThat(Long.toHexString(pinned.high()) + Long.toHexString(pinned.low()))
        .isEqualTo("e30f799c60c5488ffeb4f5f70a7f4f4b");
  }
}
