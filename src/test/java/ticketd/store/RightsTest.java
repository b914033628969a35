package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.desk.Feed;
import ticketd.desk.UnreadableException;
import ticketd.desk.View;
import ticketd.journal.FileLog;
import ticketd.journal.JournalReader;
import ticketd.journal.JournalSettings;
import ticketd.journal.LaterVersion;
import ticketd.journal.MemoryLog;
import ticketd.journal.OneHost;
import ticketd.journal.SharedLog;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.journal.SyncMode;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.AccountRejection;
import ticketd.ticket.Cap;
import ticketd.ticket.Command;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Lifetime;
import ticketd.ticket.Link;
import ticketd.ticket.LinkType;
import ticketd.ticket.ListQuery;
import ticketd.ticket.NewToken;
import ticketd.ticket.Note;
import ticketd.ticket.Origin;
import ticketd.ticket.Principal;
import ticketd.ticket.Recorded;
import ticketd.ticket.Rejection;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Resolution;
import ticketd.ticket.Role;
import ticketd.ticket.SearchWord;
import ticketd.ticket.Standing;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketDetails;
import ticketd.ticket.TicketQuery;
import ticketd.ticket.TokenHash;

/** Rights are decided where order is, in every process of the store. */
class RightsTest {
  private static final Principal.Root ROOT = new Principal.Root(Identity.DESK);
  private static final OptionalInt ALL = OptionalInt.empty();

  private enum Kind {
    FILE_SYNCED,
    FILE,
    MEMORY
  }

  @TempDir Path directory;
  private final List<RunningStore> nodes = new ArrayList<>();
  private final OneHost files = new OneHost();
  private Optional<MemoryLog.Order> order = Optional.empty();
  private int hashes;

  @AfterEach
  void close() {
    nodes.forEach(RunningStore::close);
  }

  private static Identity name(String name) {
    return Identity.of(name).orElseThrow();
  }

  private SharedLog log(Kind kind) {
    if (kind == Kind.MEMORY) {
      order = order.or(() -> Optional.of(new MemoryLog.Order(directory)));
      return order.get().open();
    }
    SyncMode sync = kind == Kind.FILE ? SyncMode.OS : SyncMode.ALWAYS;
    return FileLog.open(
        new JournalSettings(directory.resolve("tickets"), sync, Duration.ofSeconds(10)), files);
  }

  private RunningStore open(Kind kind) {
    RunningStore node = new RunningStore(log(kind));
    nodes.add(node);
    return node;
  }

  private TokenHash hash() {
    return new TokenHash(String.format("%064x", ++hashes));
  }

  private NewToken token() {
    return new NewToken(
        hash(), "", Optional.empty(), Optional.empty(), new Lifetime.Usual(), false);
  }

  /** Two of the desk's own kind: an admin Root, an agent Ana, requesters Bo and Cy. */
  private void closeDesk(Kind kind) {
    try (FileAccounts accounts = new FileAccounts(OpenStore.over(log(kind)), Clock.systemUTC())) {
      List<AccountCommand> commands = new ArrayList<>();
      commands.add(add("Root", Role.ADMIN));
      commands.add(add("Ana", Role.AGENT));
      commands.add(add("Bo", Role.REQUESTER));
      commands.add(add("Cy", Role.REQUESTER));
      assertThat(accounts.run(ROOT, commands))
          .hasSize(4)
          .allMatch(answer -> answer instanceof Answer.AccountDone);
    }
  }

  private AccountCommand add(String name, Role role) {
    return new AccountCommand.Add(name(name), role, Optional.empty(), Optional.of(token()));
  }

  /** By the first token of the account. */
  private static Principal.Known as(RunningStore node, String name) {
    node.whenCurrent(node.reader().committed()).join();
    TokenHash hash =
        node.desk().accounts().account(name(name)).orElseThrow().tokens().get(0).grant().hash();
    return Standing.ofToken(node.desk().accounts(), hash, Clock.systemUTC().instant())
        .orElseThrow();
  }

  private static Answer ask(RunningStore node, Principal who, Command command) {
    return node.ask(new Change(who, command, Optional.empty())).join().answers().get(0);
  }

  private static Answer ask(RunningStore node, Principal who, String key, TicketCommand command) {
    return node.ask(new Change(who, command, Optional.of(KeyUse.of(new RequestKey(key), command))))
        .join()
        .answers()
        .get(0);
  }

  private static TicketCommand file(String title) {
    return TicketCommand.File.of(title, "");
  }

  private static long id(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Applied.class);
    return ((Answer.Applied) answer).ticket().id();
  }

  private static View view(RunningStore node, Principal who) {
    node.whenCurrent(node.reader().committed()).join();
    return node.desk().now().flatMap(all -> node.desk().caughtUp(who)).orElseThrow();
  }

  private static List<Long> listed(View view) {
    List<Long> ids = new ArrayList<>();
    view.list(ListQuery.ALL)
        .advance(System.nanoTime() + PATIENCE.toNanos(), ticket -> ids.add(ticket.id()));
    return ids;
  }

  private static List<Long> watched(Feed feed) {
    List<Long> seqs = new ArrayList<>();
    feed.advance(
        System.nanoTime() + PATIENCE.toNanos(),
        change -> seqs.add(change.recorded().stamp().seq()));
    return seqs;
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowARequesterHisOwnTicketsAlone(Kind kind) {
    RunningStore before = open(kind);
    assertThat(id(ask(before, new Principal.Claimed(name("bo")), file("open desk")))).isEqualTo(1);
    assertThat(id(ask(before, new Principal.Claimed(name("Zed")), file("other")))).isEqualTo(2);
    nodes.remove(before);
    before.close();
    closeDesk(kind);
    RunningStore one = open(kind);
    RunningStore other = open(kind);
    Principal bo = as(one, "Bo");
    Principal cy = as(one, "Cy");
    long own = id(ask(one, bo, file("mine")));
    long foreign = id(ask(other, as(other, "Cy"), file("not mine")));

    View seen = view(other, as(other, "Bo"));
    assertThat(listed(seen)).containsExactly(1L, own);
    assertThat(seen.ticket(own, 5)).isPresent();
    assertThat(seen.ticket(foreign, 5)).isEmpty();
    assertThat(seen.history(foreign, 0, ALL)).isEmpty();
    assertThat(seen.history(own, 0, ALL)).isPresent();
    assertThat(watched(seen.changes(TicketQuery.ALL, 0))).hasSize(2);
    assertThat(listed(view(one, as(one, "Ana")))).hasSize(4);
    assertThat(listed(view(one, new Principal.Claimed(name("Bo"))))).isEmpty();

    TicketCommand comment = new TicketCommand.Comment(foreign, "x");
    assertThat(ask(one, bo, comment))
        .isEqualTo(new Answer.Rejected(new Rejection.NoSuchTicket(foreign)));
    assertThat(ask(one, bo, new TicketCommand.Comment(99, "x")))
        .isEqualTo(new Answer.Rejected(new Rejection.NoSuchTicket(99)));
    assertThat(id(ask(one, cy, comment))).isEqualTo(foreign);
    assertThat(id(ask(one, bo, new TicketCommand.Comment(own, "x")))).isEqualTo(own);
    assertThat(watched(view(one, bo).changes(TicketQuery.ALL, 0))).hasSize(3);
    for (long id : List.of(own, foreign, 99L)) {
      assertThat(ask(one, bo, new TicketCommand.Take(id))).isEqualTo(new Answer.Forbidden());
    }
    assertThat(ask(one, new Principal.Claimed(name("Bo")), comment))
        .isEqualTo(new Answer.NotIdentified());
    assertThat(ask(one, as(one, "Ana"), add("Dee", Role.REQUESTER)))
        .isEqualTo(new Answer.Forbidden());
    assertThat(view(one, as(one, "Root")).filedBy(name("BO"))).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCarryOutNothingOnceARevocationIsAcknowledged(Kind kind) {
    closeDesk(kind);
    RunningStore one = open(kind);
    RunningStore other = open(kind);
    Principal.Known ana = as(other, "Ana");
    Principal.Known bo = as(other, "Bo");
    Principal root = as(one, "Root");
    long id = id(ask(other, ana, "k", file("before")));
    Feed feed = view(other, ana).changes(TicketQuery.ALL, 0);
    Feed of = view(other, bo).changes(TicketQuery.ALL, 0);

    assertThat(ask(one, root, new AccountCommand.SetRole(name("Ana"), Role.REQUESTER)))
        .isInstanceOf(Answer.AccountDone.class);
    assertThat(ask(other, ana, new TicketCommand.Comment(id, "x"))).isEqualTo(new Answer.Revoked());
    long after = id(ask(one, root, file("after")));
    assertThat(watched(feed)).as("what came before it, and no more").hasSize(1);
    assertThat(feed.hasEnded()).isTrue();
    assertThat(feed.isBehind()).isFalse();
    assertThat(listed(view(other, ana))).isEmpty();

    // With the same token, anew: lowered, and so without rights that the role had.
    Principal.Known lowered = as(other, "Ana");
    assertThat(ask(other, lowered, "k", file("before"))).isInstanceOf(Answer.Duplicate.class);
    assertThat(ask(other, lowered, new TicketCommand.Take(after)))
        .isEqualTo(new Answer.Forbidden());
    assertThat(listed(view(other, lowered))).containsExactly(id);

    assertThat(ask(one, root, new AccountCommand.Disable(name("Bo"))))
        .isInstanceOf(Answer.AccountDone.class);
    assertThat(ask(one, root, new AccountCommand.Enable(name("Bo"))))
        .isInstanceOf(Answer.AccountDone.class);
    assertThat(ask(other, bo, file("x")))
        .as("though enabled again")
        .isEqualTo(new Answer.Revoked());
    assertThat(watched(of)).isEmpty();
    assertThat(of.hasEnded()).isTrue();
    assertThat(id(ask(other, as(other, "Bo"), file("x")))).isEqualTo(after + 1);
  }

  @Test
  void shouldTellOfARepeatWhatItsAskerSeesNow() {
    closeDesk(Kind.FILE);
    RunningStore node = open(Kind.FILE);
    Principal root = as(node, "Root");
    long id = id(ask(node, as(node, "Bo"), file("theirs")));
    TicketCommand comment = new TicketCommand.Comment(id, "x");
    assertThat(id(ask(node, as(node, "Ana"), "c", comment))).isEqualTo(id);
    TicketCommand take = new TicketCommand.Take(id);
    assertThat(id(ask(node, as(node, "Ana"), "t", take))).isEqualTo(id);
    ask(node, root, new AccountCommand.SetRole(name("Ana"), Role.REQUESTER));
    assertThat(ask(node, as(node, "Ana"), "c", comment))
        .isEqualTo(new Answer.Rejected(new Rejection.NoSuchTicket(id)));
    assertThat(ask(node, as(node, "Ana"), "t", take)).isEqualTo(new Answer.Forbidden());
  }

  @Test
  void shouldCloseADeskOnlyAloneAndByAnAdminsAccount() {
    RunningStore running = open(Kind.FILE);
    assertThat(ask(running, new Principal.Claimed(name("Bo")), add("Bo", Role.ADMIN)))
        .isEqualTo(new Answer.Forbidden());
    try (FileAccounts accounts =
        new FileAccounts(OpenStore.over(log(Kind.FILE)), Clock.systemUTC())) {
      assertThat(accounts.run(ROOT, List.of(add("Root", Role.ADMIN))))
          .containsExactly(new Answer.AccountRefused(new AccountRejection.OpenElsewhere()));
      nodes.remove(running);
      running.close();
      assertThat(accounts.run(ROOT, List.of(add("Root", Role.AGENT))))
          .containsExactly(new Answer.AccountRefused(new AccountRejection.FirstMustBeAdmin()));
      assertThat(accounts.accounts().isClosed()).isFalse();
      assertThat(accounts.run(ROOT, List.of(add("Root", Role.ADMIN)))).hasSize(1);
      assertThat(accounts.accounts().isClosed()).isTrue();
      RunningStore server = open(Kind.FILE);
      assertThat(accounts.run(ROOT, List.of(add("Ana", Role.AGENT)))).hasSize(1);
      assertThat(id(ask(server, as(server, "Ana"), file("x")))).isEqualTo(1);
      assertThat(accounts.run(ROOT, List.of(new AccountCommand.Disable(name("Root")))))
          .containsExactly(new Answer.AccountRefused(new AccountRejection.LastAdmin(name("Root"))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellWhoWaitsThatAnAccountChangedElsewhere(Kind kind) {
    closeDesk(kind);
    RunningStore one = open(kind);
    RunningStore other = open(kind);
    Principal root = as(one, "Root");
    as(other, "Root");
    long known = other.desk().accounts().changedAt();
    ask(one, root, file("no account's"));
    other.whenCurrent(other.reader().committed()).join();
    assertThat(other.desk().accounts().changedAt()).isEqualTo(known);
    assertThat(one.askAccounts(known)).isNotDone();
    var told = other.askAccounts(known);
    ask(one, root, new AccountCommand.Disable(name("Bo")));
    if (kind == Kind.MEMORY) {
      // Nothing tells such a node before it asks.
      other.log().awaitCurrent();
    }
    assertThat(told).succeedsWithin(PATIENCE);
    await().until(() -> !other.desk().accounts().account(name("Bo")).orElseThrow().enabled());
  }

  /** What would be read of others' tickets is damaged, and so would break off whatever reads it. */
  @Test
  void shouldReadNothingOfOthersForARequester() throws Exception {
    closeDesk(Kind.FILE);
    RunningStore node = open(Kind.FILE);
    Principal bo = as(node, "Bo");
    Principal cy = as(node, "Cy");
    List<Long> own = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      if (i % 100 == 50) {
        own.add(id(ask(node, bo, file("own"))));
      }
      ask(node, cy, file("others'"));
    }
    View view = view(node, bo);
    Feed feed = view.changes(TicketQuery.ALL, 0);
    damage(node, name("Cy"));
    for (ListQuery.Sort sort : ListQuery.Sort.values()) {
      for (boolean down : List.of(true, false)) {
        ListQuery query =
            new ListQuery(TicketQuery.ALL, sort, down, OptionalInt.of(10), OptionalLong.empty());
        List<Long> found = new ArrayList<>();
        view.list(query)
            .advance(System.nanoTime() + PATIENCE.toNanos(), ticket -> found.add(ticket.id()));
        assertThat(found).containsExactlyInAnyOrderElementsOf(own);
      }
    }
    assertThat(watched(feed)).hasSize(own.size());
    assertThat(view.filedBy(name("Bo"))).isEqualTo(own.size());
    assertThat(view.history(own.get(2), 0, ALL)).isPresent();
    assertThatThrownBy(() -> listed(view(node, as(node, "Ana"))))
        .as("the test's own fault is there")
        .isInstanceOf(UnreadableException.class);
  }

  /**
   * A slice whose time is over ends at its next look at the clock, which whatever went over others'
   * tickets would come to long before the last of these.
   */
  @Test
  void shouldGoOverARequestersOwnTicketsAlone() {
    closeDesk(Kind.FILE);
    RunningStore node = open(Kind.FILE);
    Principal bo = as(node, "Bo");
    Principal cy = as(node, "Cy");
    List<Long> own = new ArrayList<>();
    own.add(id(ask(node, bo, file("own"))));
    Change others = new Change(cy, file("others'"), Optional.empty());
    for (int i = 0; i < 6; i++) {
      node.ask(Collections.nCopies(500, others).toArray(Change[]::new)).join();
    }
    own.add(id(ask(node, bo, file("own"))));
    assertThat(own).containsExactly(1L, 3002L);
    View view = view(node, bo);
    long over = System.nanoTime() - 1;
    for (ListQuery.Sort sort : ListQuery.Sort.values()) {
      for (boolean down : List.of(true, false)) {
        ListQuery query =
            new ListQuery(TicketQuery.ALL, sort, down, OptionalInt.of(10), OptionalLong.empty());
        List<Long> found = new ArrayList<>();
        boolean more = view.list(query).advance(over, ticket -> found.add(ticket.id()));
        assertThat(more).as("%s %s", sort, down).isFalse();
        assertThat(found).as("%s %s", sort, down).containsExactlyInAnyOrderElementsOf(own);
      }
    }
    List<Long> watched = new ArrayList<>();
    boolean more =
        view.changes(TicketQuery.ALL, 0)
            .advance(over, change -> watched.add(change.recorded().stamp().seq()));
    assertThat(more).isFalse();
    assertThat(watched).hasSize(2);
  }

  private static List<Long> found(View view, TicketQuery.Term term) {
    List<Long> ids = new ArrayList<>();
    view.list(
            new ListQuery(
                new TicketQuery(List.of(term)),
                ListQuery.Sort.ID,
                false,
                OptionalInt.empty(),
                OptionalLong.empty()))
        .advance(System.nanoTime() + PATIENCE.toNanos(), ticket -> ids.add(ticket.id()));
    return ids;
  }

  private static List<Recorded> changes(View view, long id) {
    List<Recorded> changes = new ArrayList<>();
    view.history(id, 0, ALL)
        .orElseThrow()
        .advance(System.nanoTime() + PATIENCE.toNanos(), changes::add);
    return changes;
  }

  /** What is internal, or another's, leaves no trace in what a requester reads of his ticket. */
  @Test
  void shouldShowARequesterNeitherNotesNorLinksWithOthersTickets() {
    closeDesk(Kind.FILE);
    RunningStore node = open(Kind.FILE);
    Principal.Known ana = as(node, "Ana");
    Principal.Known bo = as(node, "Bo");
    long mine = id(ask(node, bo, file("mine")));
    long others = id(ask(node, as(node, "Cy"), file("others")));
    long also = id(ask(node, bo, file("mine too")));
    TicketDetails before = view(node, bo).ticket(mine, 100).orElseThrow();
    List<Recorded> history = changes(view(node, bo), mine);

    ask(node, ana, new TicketCommand.Note(mine, "hidden", Origin.HERE));
    ask(node, ana, new TicketCommand.SetLink(others, new Link(LinkType.BLOCKS, mine)));
    assertThat(view(node, bo).ticket(mine, 100)).contains(before);
    assertThat(changes(view(node, bo), mine)).isEqualTo(history);
    assertThat(watched(view(node, bo).changes(TicketQuery.ALL, 0))).hasSize(2);
    TicketQuery.Term hidden = new TicketQuery.TextHas(SearchWord.of("hidden").orElseThrow());
    for (TicketQuery.Term term :
        List.of(hidden, new TicketQuery.IsBlocked(), new TicketQuery.LinkedTo(others))) {
      assertThat(found(view(node, bo), term)).as(term.toString()).isEmpty();
      assertThat(found(view(node, ana), term)).as(term.toString()).containsExactly(mine);
    }

    ask(node, ana, new TicketCommand.SetLink(mine, new Link(LinkType.RELATES, others)));
    ask(node, ana, new TicketCommand.SetLink(mine, new Link(LinkType.RELATES, also)));
    assertThat(view(node, bo).ticket(mine, 100).orElseThrow().links())
        .containsExactly(new Link(LinkType.RELATES, also));
    for (Recorded change : changes(view(node, bo), mine)) {
      assertThat(change.toString()).doesNotContain("id=" + others);
    }
    assertThat(
            ask(
                node,
                bo,
                new TicketCommand.Close(
                    mine, Resolution.DUPLICATE, Optional.empty(), OptionalLong.of(others))))
        .isEqualTo(new Answer.Rejected(new Rejection.NoSuchTicket(others)));

    TicketDetails seen = view(node, ana).ticket(mine, 100).orElseThrow();
    assertThat(seen.notes()).extracting(Note::text).containsExactly("hidden");
    assertThat(seen.links()).hasSize(3);
    Origin imported = new Origin(Optional.of(name("Cy")), Optional.empty());
    assertThat(ask(node, ana, new TicketCommand.Comment(mine, "x", imported)))
        .isInstanceOf(Answer.Forbidden.class);
    assertThat(ask(node, as(node, "Root"), new TicketCommand.Comment(mine, "x", imported)))
        .isInstanceOf(Answer.Applied.class);
  }

  private void damage(RunningStore node, Identity author) throws Exception {
    JournalReader reader = node.log().replica().reader();
    long at = reader.first();
    long last = node.reader().lastSeq();
    LaterVersion file = new LaterVersion(directory.resolve("tickets"));
    for (long seq = 1; seq <= last; seq++) {
      StoredRecord record = reader.record(at, seq);
      at = reader.next(at);
      if (record instanceof StoredEvent event && event.by().equals(author)) {
        file.overwrite(event.offset() + 30, (byte) 0xff, (byte) 0xff);
      }
    }
  }

  @Test
  void shouldRefuseWhatOnlyChangesToATokenThatReads() {
    closeDesk(Kind.FILE);
    RunningStore node = open(Kind.FILE);
    NewToken reading =
        new NewToken(
            hash(), "reads", Optional.of(Cap.READ), Optional.empty(), new Lifetime.Never(), false);
    Answer made = ask(node, as(node, "Root"), new AccountCommand.MakeToken(name("Bo"), reading));
    assertThat(made)
        .as("longer than what it is made with")
        .isInstanceOf(Answer.AccountRefused.class);
    NewToken usual =
        new NewToken(
            reading.hash(),
            "",
            Optional.of(Cap.READ),
            Optional.empty(),
            new Lifetime.Usual(),
            false);
    Answer.AccountDone done =
        (Answer.AccountDone)
            ask(node, as(node, "Bo"), new AccountCommand.MakeToken(name("Bo"), usual));
    Principal reads =
        Standing.ofToken(node.desk().accounts(), usual.hash(), Clock.systemUTC().instant())
            .orElseThrow();
    assertThat(ask(node, reads, file("x"))).isEqualTo(new Answer.Forbidden());
    assertThat(ask(node, reads, new AccountCommand.MakeToken(name("Bo"), token())))
        .isEqualTo(new Answer.Forbidden());
    assertThat(
            ask(
                node,
                reads,
                new AccountCommand.RevokeToken(name("Bo"), done.token().getAsLong() - 1)))
        .isEqualTo(new Answer.Forbidden());
    assertThat(
            ask(node, reads, new AccountCommand.RevokeToken(name("Bo"), done.token().getAsLong())))
        .isInstanceOf(Answer.AccountDone.class);
    assertThat(ask(node, reads, file("x"))).isEqualTo(new Answer.Revoked());
  }
}
