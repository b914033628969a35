package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TicketRulesTest {
  private static final Identity JULES = Identity.of("Jules").orElseThrow();
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final Instant FILED_AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Stamp BY_ANA = new Stamp(ANA, NOW, 42);
  private static final TicketCommand.Patch NOTHING =
      new TicketCommand.Patch(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static Ticket filed() {
    return TicketRules.file(
            TicketCommand.File.of("Bug", "broken"), 1, new Stamp(JULES, FILED_AT, 7))
        .after();
  }

  private static Ticket with(Status status, Optional<Identity> assignee) {
    Ticket ticket = filed();
    return new Ticket(
        ticket.id(),
        ticket.title(),
        ticket.author(),
        status,
        status == Status.CLOSED ? Optional.of(Resolution.INVALID) : Optional.empty(),
        ticket.priority(),
        assignee,
        List.of("infra"),
        ticket.createdAt(),
        ticket.updatedAt(),
        ticket.version(),
        ticket.seq(),
        ticket.comments());
  }

  private static Ticket with(Status status) {
    return with(status, Optional.empty());
  }

  private static Decision decide(TicketCommand.OnTicket command, Ticket ticket) {
    return TicketRules.decide(command, ticket, () -> "broken", BY_ANA);
  }

  private static TicketEvent.Changed accepted(TicketCommand.OnTicket command, Ticket ticket) {
    Decision decision = decide(command, ticket);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    return (TicketEvent.Changed) ((Decision.Accepted) decision).event();
  }

  private static void assertUnchanged(TicketCommand.OnTicket command, Ticket ticket) {
    assertThat(decide(command, ticket)).isEqualTo(new Decision.AsItStands(ticket));
  }

  private static void assertRefused(
      TicketCommand.OnTicket command, Ticket ticket, Rejection rejection) {
    assertThat(decide(command, ticket)).isEqualTo(new Decision.Refused(rejection));
  }

  private static TicketCommand.Edit edit(TicketCommand.Patch patch) {
    return new TicketCommand.Edit(1, patch, OptionalLong.empty());
  }

  private static TicketCommand.Patch statusAndResolution(
      Optional<Status> status, Optional<Resolution> resolution) {
    return new TicketCommand.Patch(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        status,
        resolution);
  }

  @Test
  void shouldFileAnOpenNormalUnassignedTicketOfVersionOne() {
    Ticket ticket = filed();
    assertThat(ticket.status()).isEqualTo(Status.OPEN);
    assertThat(ticket.priority()).isEqualTo(Priority.NORMAL);
    assertThat(ticket.assignee()).isEmpty();
    assertThat(ticket.tags()).isEmpty();
    assertThat(ticket.version()).isEqualTo(1);
    assertThat(ticket.seq()).isEqualTo(7);
  }

  @Test
  void shouldMakeOneStepOfVersionAndTakeTheStampWithEveryChange() {
    TicketEvent.Changed event =
        accepted(new TicketCommand.Close(1, Resolution.FIXED, Optional.of("done")), filed());
    assertThat(event.kind()).isEqualTo(EventKind.CLOSED);
    assertThat(event.after().version()).isEqualTo(2);
    assertThat(event.after().seq()).isEqualTo(42);
    assertThat(event.after().updatedAt()).isEqualTo(NOW);
    assertThat(event.after().comments()).isEqualTo(1);
    assertThat(event.comment()).contains("done");
    assertThat(event.after().resolution()).contains(Resolution.FIXED);
  }

  @Test
  void shouldMoveBetweenOpenStates() {
    for (Status from : List.of(Status.OPEN, Status.IN_PROGRESS, Status.WAITING)) {
      for (Status to : List.of(Status.OPEN, Status.IN_PROGRESS, Status.WAITING)) {
        if (from == to) {
          assertUnchanged(new TicketCommand.Move(1, to), with(from));
        } else {
          TicketEvent.Changed event = accepted(new TicketCommand.Move(1, to), with(from));
          assertThat(event.kind()).isEqualTo(EventKind.STATUS);
          assertThat(event.after().status()).isEqualTo(to);
        }
      }
      assertThat(accepted(new TicketCommand.Move(1, Status.CLOSED), with(from)).after())
          .extracting(Ticket::resolution)
          .isEqualTo(Optional.of(Resolution.FIXED));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"IN_PROGRESS", "WAITING", "CLOSED"})
  void shouldRefuseToMoveAClosedTicketElsewhereThanOpen(Status to) {
    Rejection closed = new Rejection.AlreadyClosed(1, Resolution.INVALID);
    assertRefused(new TicketCommand.Move(1, to), with(Status.CLOSED), closed);
    assertRefused(
        edit(statusAndResolution(Optional.of(to), Optional.empty())), with(Status.CLOSED), closed);
  }

  @Test
  void shouldReopenByThreeWaysAndClearTheResolution() {
    Ticket closed = with(Status.CLOSED);
    List<TicketEvent.Changed> ways = new ArrayList<>();
    ways.add(accepted(new TicketCommand.Reopen(1), closed));
    ways.add(accepted(new TicketCommand.Move(1, Status.OPEN), closed));
    ways.add(
        accepted(edit(statusAndResolution(Optional.of(Status.OPEN), Optional.empty())), closed));
    assertThat(ways).extracting(way -> way.after().status()).containsOnly(Status.OPEN);
    assertThat(ways).extracting(way -> way.after().resolution()).containsOnly(Optional.empty());
    assertThat(ways)
        .extracting(TicketEvent.Changed::kind)
        .containsExactly(EventKind.REOPENED, EventKind.REOPENED, EventKind.EDITED);
  }

  @Test
  void shouldRefuseToReopenWhatIsNotClosedAndToCloseWhatIs() {
    assertRefused(
        new TicketCommand.Reopen(1),
        with(Status.WAITING),
        new Rejection.NotClosed(1, Status.WAITING));
    assertRefused(
        new TicketCommand.Close(1, Resolution.FIXED, Optional.empty()),
        with(Status.CLOSED),
        new Rejection.AlreadyClosed(1, Resolution.INVALID));
  }

  @Test
  void shouldTakeAFreeTicketAndBeginWork() {
    TicketEvent.Changed event = accepted(new TicketCommand.Take(1), with(Status.OPEN));
    assertThat(event.after().assignee()).contains(ANA);
    assertThat(event.after().status()).isEqualTo(Status.IN_PROGRESS);
    assertThat(accepted(new TicketCommand.Take(1), with(Status.WAITING)).after().status())
        .isEqualTo(Status.WAITING);
  }

  @Test
  void shouldChangeNothingButAnOpenStatusWhenTakingOnesOwn() {
    assertUnchanged(new TicketCommand.Take(1), with(Status.IN_PROGRESS, Optional.of(ANA)));
    assertUnchanged(new TicketCommand.Take(1), with(Status.WAITING, Optional.of(ANA)));
    assertThat(
            accepted(new TicketCommand.Take(1), with(Status.OPEN, Optional.of(ANA)))
                .after()
                .status())
        .isEqualTo(Status.IN_PROGRESS);
  }

  @Test
  void shouldRefuseToTakeAnothersOrAClosedTicket() {
    assertRefused(
        new TicketCommand.Take(1),
        with(Status.OPEN, Optional.of(JULES)),
        new Rejection.TakenByAnother(1, JULES));
    assertRefused(
        new TicketCommand.Take(1),
        with(Status.CLOSED, Optional.of(ANA)),
        new Rejection.AlreadyClosed(1, Resolution.INVALID));
  }

  @Test
  void shouldSeeNoChangeInAnotherSpellingOrderOrSameText() {
    Identity shouting = Identity.of("ANA").orElseThrow();
    assertUnchanged(
        new TicketCommand.Assign(1, Optional.of(shouting)), with(Status.OPEN, Optional.of(ANA)));
    assertUnchanged(
        new TicketCommand.Retag(1, List.of(new TicketCommand.TagChange(true, "infra"))),
        with(Status.OPEN));
    assertUnchanged(
        edit(
            new TicketCommand.Patch(
                Optional.of("Bug"),
                Optional.of("broken"),
                Optional.of(Priority.NORMAL),
                Optional.of(new TicketCommand.Assignment(Optional.empty())),
                Optional.of(List.of("infra")),
                Optional.of(Status.OPEN),
                Optional.empty())),
        with(Status.OPEN));
    assertUnchanged(edit(NOTHING), with(Status.CLOSED));
  }

  @Test
  void shouldRetagFromLeftToRight() {
    List<TicketCommand.TagChange> changes =
        List.of(
            new TicketCommand.TagChange(true, "b"),
            new TicketCommand.TagChange(false, "infra"),
            new TicketCommand.TagChange(true, "a"),
            new TicketCommand.TagChange(false, "b"));
    assertThat(accepted(new TicketCommand.Retag(1, changes), with(Status.CLOSED)).after().tags())
        .containsExactly("a");
  }

  @Test
  void shouldRefuseASeventeenthTag() {
    List<TicketCommand.TagChange> changes = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      changes.add(new TicketCommand.TagChange(true, "t" + i));
    }
    assertRefused(
        new TicketCommand.Retag(1, changes), with(Status.OPEN), new Rejection.TooManyTags(1, 17));
  }

  @Test
  void shouldRefuseEveryCommandAtAVersionThatIsNotExpected() {
    Ticket closed = with(Status.CLOSED);
    for (TicketCommand.OnTicket command :
        List.of(new TicketCommand.Take(1), new TicketCommand.Comment(1, "a"))) {
      assertThat(
              TicketRules.decide(
                  command, new ExpectedVersions(List.of(3L, 4L)), closed, () -> "", BY_ANA))
          .isEqualTo(new Decision.Refused(new Rejection.OtherVersion(1, 3, 1)));
      for (ExpectedVersions welcome :
          List.of(ExpectedVersions.NOT_CHECKED, new ExpectedVersions(List.of(7L, 1L)))) {
        assertThat(TicketRules.decide(command, welcome, closed, () -> "", BY_ANA))
            .isEqualTo(decide(command, closed));
      }
    }
  }

  @Test
  void shouldLookForTheOtherTicketBeforeTheVersionAndTheState() {
    for (TicketCommand.OnTicket command :
        List.of(
            new TicketCommand.Close(1, Resolution.DUPLICATE, Optional.empty(), OptionalLong.of(9)),
            new TicketCommand.SetLink(1, new Link(LinkType.BLOCKS, 9)),
            new TicketCommand.Unlink(1, 9))) {
      assertThat(
              TicketRules.decide(
                  command,
                  new ExpectedVersions(List.of(3L)),
                  with(Status.CLOSED),
                  () -> "",
                  BY_ANA))
          .isEqualTo(new Decision.Refused(new Rejection.NoSuchTicket(9)));
      assertRefused(command, with(Status.CLOSED), new Rejection.NoSuchTicket(9));
    }
  }

  @Test
  void shouldCompareTheVersionBeforeTheState() {
    assertRefused(
        new TicketCommand.Edit(
            1,
            statusAndResolution(Optional.of(Status.WAITING), Optional.empty()),
            OptionalLong.of(3)),
        with(Status.CLOSED),
        new Rejection.OtherVersion(1, 3, 1));
    accepted(
        new TicketCommand.Edit(
            1,
            statusAndResolution(Optional.of(Status.WAITING), Optional.empty()),
            OptionalLong.of(1)),
        with(Status.OPEN));
  }

  @Test
  void shouldTakeAResolutionOnlyWithClosingOrOnAClosedTicket() {
    assertRefused(
        edit(statusAndResolution(Optional.empty(), Optional.of(Resolution.FIXED))),
        with(Status.OPEN),
        new Rejection.ResolutionWithoutClosing(1, Status.OPEN));
    assertRefused(
        edit(statusAndResolution(Optional.of(Status.WAITING), Optional.of(Resolution.FIXED))),
        with(Status.OPEN),
        new Rejection.ResolutionWithoutClosing(1, Status.WAITING));
    assertRefused(
        edit(statusAndResolution(Optional.of(Status.OPEN), Optional.of(Resolution.FIXED))),
        with(Status.CLOSED),
        new Rejection.ResolutionWithoutClosing(1, Status.OPEN));
    Optional<Resolution> changed =
        accepted(
                edit(statusAndResolution(Optional.empty(), Optional.of(Resolution.DUPLICATE))),
                with(Status.CLOSED))
            .after()
            .resolution();
    assertThat(changed).contains(Resolution.DUPLICATE);
    assertThat(
            accepted(
                    edit(statusAndResolution(Optional.of(Status.CLOSED), Optional.empty())),
                    with(Status.OPEN))
                .after()
                .resolution())
        .contains(Resolution.FIXED);
  }

  @Test
  void shouldRememberBothTextsOfAnEditedDescription() {
    TicketCommand.Patch patch =
        new TicketCommand.Patch(
            Optional.empty(),
            Optional.of("mended"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(accepted(edit(patch), filed()).description())
        .contains(new TicketEvent.TextChange("broken", "mended"));
  }
}
