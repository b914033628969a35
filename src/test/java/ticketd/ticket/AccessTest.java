package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The table of rights, as far as it is of no ticket. */
class AccessTest {
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final Identity BO = Identity.of("Bo").orElseThrow();
  private static final Verifier VERIFIER = new Verifier(1, "0".repeat(32), "0".repeat(64));
  private static final TicketCommand.Patch NONE =
      new TicketCommand.Patch(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** A command, and the least role that may ask for it. */
  private record Row(Command command, Role least) {}

  private static Row row(Command command, Role least) {
    return new Row(command, least);
  }

  private static TicketCommand edit(TicketCommand.Patch patch) {
    return new TicketCommand.Edit(1, patch, OptionalLong.empty());
  }

  private static final List<Row> TICKETS =
      List.of(
          row(TicketCommand.File.of("a", ""), Role.REQUESTER),
          row(
              new TicketCommand.File("a", "", Priority.URGENT, List.of("t"), Optional.of(ANA)),
              Role.AGENT),
          row(new TicketCommand.Comment(1, "x"), Role.REQUESTER),
          row(new TicketCommand.Close(1, Resolution.FIXED, Optional.of("x")), Role.REQUESTER),
          row(new TicketCommand.Reopen(1), Role.REQUESTER),
          row(
              edit(
                  new TicketCommand.Patch(
                      Optional.of("a"),
                      Optional.of("b"),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty())),
              Role.REQUESTER),
          row(edit(with(NONE, Optional.of(Priority.LOW), Optional.empty())), Role.AGENT),
          row(edit(with(NONE, Optional.empty(), Optional.of(Status.CLOSED))), Role.AGENT),
          row(new TicketCommand.Take(1), Role.AGENT),
          row(new TicketCommand.TakeNext(TicketQuery.ALL), Role.AGENT),
          row(new TicketCommand.Assign(1, Optional.of(ANA)), Role.AGENT),
          row(new TicketCommand.Move(1, Status.WAITING), Role.AGENT),
          row(new TicketCommand.Prioritise(1, Priority.LOW), Role.AGENT),
          row(
              new TicketCommand.Retag(1, List.of(new TicketCommand.TagChange(true, "a"))),
              Role.AGENT));

  private static TicketCommand.Patch with(
      TicketCommand.Patch patch, Optional<Priority> priority, Optional<Status> status) {
    return new TicketCommand.Patch(
        patch.title(),
        patch.description(),
        priority,
        patch.assignment(),
        patch.tags(),
        status,
        patch.resolution());
  }

  private static NewToken token() {
    return new NewToken(
        new TokenHash("0".repeat(64)),
        "",
        Optional.empty(),
        Optional.empty(),
        new Lifetime.Usual(),
        false);
  }

  /** Of Bo's account, asked for by Ana. */
  private static final List<Row> OTHERS =
      List.of(
          row(
              new AccountCommand.Add(BO, Role.AGENT, Optional.empty(), Optional.empty()),
              Role.ADMIN),
          row(new AccountCommand.Disable(BO), Role.ADMIN),
          row(new AccountCommand.Enable(BO), Role.ADMIN),
          row(new AccountCommand.SetRole(BO, Role.AGENT), Role.ADMIN),
          row(new AccountCommand.SetPassword(BO, VERIFIER), Role.ADMIN),
          row(new AccountCommand.MakeToken(BO, token()), Role.ADMIN),
          row(new AccountCommand.RevokeToken(BO, 7), Role.ADMIN));

  /** What nobody asks for in words: by the session itself, whatever it may otherwise. */
  private static final AccountCommand RENEWAL = new AccountCommand.RenewToken(ANA, 7);

  private static final List<Row> OWN =
      List.of(
          row(
              new AccountCommand.ChangePassword(ANA, Optional.of(VERIFIER), VERIFIER),
              Role.REQUESTER),
          row(new AccountCommand.Rehash(ANA, VERIFIER, VERIFIER), Role.REQUESTER),
          row(new AccountCommand.MakeToken(ANA, token()), Role.REQUESTER),
          row(new AccountCommand.RevokeToken(ANA, 7), Role.REQUESTER),
          row(new AccountCommand.SetPassword(ANA, VERIFIER), Role.ADMIN),
          row(new AccountCommand.SetRole(ANA, Role.ADMIN), Role.ADMIN),
          row(new AccountCommand.Disable(ANA), Role.ADMIN));

  private static Principal.Known ana(Role role, Cap cap, long token) {
    return new Principal.Known(
        ANA, new Principal.Credential.ByToken(token, false), role, cap, Optional.empty(), 1);
  }

  private static void assertTable(List<Row> rows) {
    for (Row row : rows) {
      for (Role role : Role.values()) {
        assertThat(Access.mayAsk(ana(role, Cap.FULL, 5), row.command()))
            .as("%s: %s", role, row.command())
            .isEqualTo(role.isAtLeast(row.least()));
        assertThat(Access.mayAsk(ana(role, Cap.READ, 5), row.command()))
            .as("%s with a token that reads: %s", role, row.command())
            .isFalse();
      }
    }
  }

  @Test
  void shouldSayWhoMayAskForWhatOfATicket() {
    assertTable(TICKETS);
  }

  @Test
  void shouldSayWhoMayAskForWhatOfAnAccount() {
    assertTable(OTHERS);
    assertTable(OWN);
  }

  @Test
  void shouldLetATokenThatReadsRevokeItself() {
    for (Role role : Role.values()) {
      Principal.Known reads = ana(role, Cap.READ, 7);
      assertThat(Access.mayAsk(reads, new AccountCommand.RevokeToken(ANA, 7))).isTrue();
      assertThat(Access.mayAsk(reads, new AccountCommand.RevokeToken(ANA, 8))).isFalse();
      assertThat(Access.mayAsk(reads, new AccountCommand.RevokeToken(BO, 7))).isFalse();
    }
  }

  @Test
  void shouldLetASessionRenewItselfAlone() {
    for (Role role : Role.values()) {
      for (Cap cap : Cap.values()) {
        assertThat(Access.mayAsk(ana(role, cap, 7), RENEWAL)).isTrue();
        assertThat(Access.mayAsk(ana(role, cap, 8), RENEWAL)).isFalse();
        assertThat(Access.mayAsk(ana(role, cap, 7), new AccountCommand.RenewToken(BO, 7)))
            .isFalse();
      }
    }
  }

  @Test
  void shouldHaveARowForEachCommandOnAccounts() {
    List<Class<?>> seen = new ArrayList<>();
    OTHERS.forEach(row -> seen.add(row.command().getClass()));
    OWN.forEach(row -> seen.add(row.command().getClass()));
    seen.add(RENEWAL.getClass());
    assertThat(seen).contains(AccountCommand.class.getPermittedSubclasses());
  }

  @Test
  void shouldShowARequesterHisOwnAndNothingOfTheDesk() {
    for (Role role : Role.values()) {
      boolean works = role != Role.REQUESTER;
      assertThat(Access.sees(role, ANA, BO)).isEqualTo(works);
      assertThat(Access.sees(role, ANA, Identity.of("ANA").orElseThrow())).isTrue();
      assertThat(Access.seesInternal(role)).isEqualTo(works);
      assertThat(Access.mayRead(role, Access.Subject.DESK)).isEqualTo(works);
      assertThat(Access.mayRead(role, Access.Subject.ACCOUNTS)).isEqualTo(role == Role.ADMIN);
    }
  }
}
