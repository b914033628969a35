package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.ticket.DeskRules;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Principal;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;

/** Two stores on one order, whatever keeps it. */
class StoreOverLogsTest {
  private static final int EACH = 60;

  private static Answer only(RunningStore node, Change change) {
    return node.ask(change).join().answers().get(0);
  }

  /** Reads once everything committed before this is there. */
  private static List<Ticket> list(RunningStore node) {
    node.whenCurrent(node.reader().committed()).join();
    List<Ticket> found = new ArrayList<>();
    assertThat(
            node.reader()
                .list(ListQuery.ALL)
                .advance(System.nanoTime() + PATIENCE.toNanos(), found::add))
        .isFalse();
    return found;
  }

  @TempDir Path directory;
  private final List<RunningStore> nodes = new ArrayList<>();
  private final SharedOrder order = new SharedOrder();

  private RunningStore open(SharedOrder.Kind kind) {
    return open(kind, Clock.systemUTC());
  }

  private RunningStore open(SharedOrder.Kind kind, Clock clock) {
    RunningStore node = new RunningStore(order.open(kind, directory), DeskRules.NONE, clock);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(RunningStore::close);
  }

  private static Change filing(String by) {
    return new Change(
        new Principal.Claimed(Identity.of(by).orElseThrow()),
        TicketCommand.File.of(by, ""),
        Optional.empty());
  }

  private static Change takeNext(String by) {
    return new Change(
        new Principal.Claimed(Identity.of(by).orElseThrow()),
        new TicketCommand.TakeNext(TicketQuery.ALL),
        Optional.empty());
  }

  private static long id(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Applied.class);
    return ((Answer.Applied) answer).ticket().id();
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEveryIdOnceAndShowEveryoneTheSame(SharedOrder.Kind kind) {
    RunningStore one = open(kind);
    RunningStore other = open(kind);
    List<CompletableFuture<Answers>> asked = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      asked.add(one.ask(filing("ana"), filing("ana")));
      asked.add(other.ask(filing("bo")));
    }
    List<Long> ids = new ArrayList<>();
    for (CompletableFuture<Answers> answers : asked) {
      answers.join().answers().forEach(answer -> ids.add(id(answer)));
    }
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 3 * EACH).boxed().toList());
    // A run stays together, and its tickets are in its order.
    assertThat(list(one)).hasSize(3 * EACH).isEqualTo(list(other));
    for (int i = 0; i < asked.size(); i += 2) {
      List<Answer> run = asked.get(i).join().answers();
      assertThat(id(run.get(1))).isGreaterThan(id(run.get(0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCarryOutARequestWithAKeyOnce(SharedOrder.Kind kind) {
    RunningStore one = open(kind);
    RunningStore other = open(kind);
    TicketCommand filing = TicketCommand.File.of("a", "");
    Change change =
        new Change(
            new Principal.Claimed(Identity.of("ana").orElseThrow()),
            filing,
            Optional.of(KeyUse.of(new RequestKey("k"), filing)));
    List<CompletableFuture<Answers>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.add(one.ask(change));
      asked.add(other.ask(change));
    }
    List<Answer> answers = asked.stream().map(answer -> answer.join().answers().get(0)).toList();
    assertThat(answers).filteredOn(answer -> answer instanceof Answer.Applied).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer instanceof Answer.Duplicate).hasSize(19);
    assertThat(list(one)).hasSize(1);
  }

  /** Hosts' clocks differ, and the order is one. */
  @Test
  void shouldStampNoChangeBeforeTheOneBefore() {
    RunningStore ahead =
        open(SharedOrder.Kind.POSTGRES, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
    RunningStore right = open(SharedOrder.Kind.POSTGRES);
    for (int i = 0; i < 3; i++) {
      only(right, filing("bo"));
      only(ahead, filing("ana"));
    }
    only(open(SharedOrder.Kind.POSTGRES), filing("bo"));
    assertThat(list(right)).hasSize(7).extracting(Ticket::createdAt).isSorted();
  }

  @Test
  void shouldDecideAgainWhatSomebodyElseCameBefore() {
    RunningStore one = open(SharedOrder.Kind.MEMORY);
    RunningStore other = open(SharedOrder.Kind.MEMORY);
    order.inMemory().beforeNextAppend(() -> assertThat(id(only(other, filing("bo")))).isEqualTo(1));
    List<Answer> run = one.ask(filing("ana"), filing("ana")).join().answers();
    assertThat(run).hasSize(2);
    assertThat(id(run.get(0))).isEqualTo(2);
    assertThat(id(run.get(1))).isEqualTo(3);
    assertThat(list(one))
        .extracting(ticket -> ticket.author().name())
        .containsExactly("bo", "ana", "ana");
    assertThat(list(other)).isEqualTo(list(one));

    order
        .inMemory()
        .beforeNextAppend(() -> assertThat(id(only(other, takeNext("bo")))).isEqualTo(1));
    assertThat(id(only(one, takeNext("ana")))).isEqualTo(2);
    assertThat(only(other, takeNext("bo"))).isInstanceOf(Answer.Applied.class);
    // What stores nothing is decided again, too.
    order.inMemory().beforeNextAppend(() -> assertThat(id(only(other, filing("bo")))).isEqualTo(4));
    assertThat(id(only(one, takeNext("ana")))).isEqualTo(4);
  }

  @Test
  void shouldDecideAgainBeforeWhatCameSince() {
    RunningStore one = open(SharedOrder.Kind.MEMORY);
    RunningStore other = open(SharedOrder.Kind.MEMORY);
    List<CompletableFuture<Answers>> since = new ArrayList<>();
    order
        .inMemory()
        .beforeNextAppend(
            () -> {
              since.add(one.ask(filing("cy")));
              assertThat(id(only(other, filing("bo")))).isEqualTo(1);
            });
    assertThat(id(only(one, filing("ana")))).isEqualTo(2);
    assertThat(id(since.get(0).join().answers().get(0))).isEqualTo(3);
  }

  @Test
  void shouldRefuseAReadThatNobodyAnsweredAndAskAgainForTheNext() {
    RunningStore one = open(SharedOrder.Kind.MEMORY);
    RunningStore other = open(SharedOrder.Kind.MEMORY);
    assertThat(id(only(other, filing("bo")))).isEqualTo(1);
    order.inMemory().leaveNextUnanswered();
    assertThat(one.whenCurrent(one.reader().committed()).join()).isEqualTo(Current.OUT_OF_REACH);
    assertThat(list(one)).hasSize(1);
    // To go on with changes it has to be reached anew.
    assertThat(only(one, filing("ana"))).isEqualTo(new Answer.OutOfReach());
    await().until(() -> only(one, filing("ana")) instanceof Answer.Applied);
  }

  @Test
  void shouldGoOnBehindABatchInDoubt() {
    RunningStore one = open(SharedOrder.Kind.MEMORY);
    order.inMemory().leaveNextInDoubt();
    assertThat(only(one, filing("ana"))).isInstanceOf(Answer.InDoubt.class);
    await().until(() -> only(one, filing("bo")) instanceof Answer.Applied);
    assertThat(list(one)).extracting(ticket -> ticket.author().name()).containsExactly("ana", "bo");
  }

  @Test
  void shouldShowWhatAnotherCommittedThoughTheFileDoesNotTell() {
    RunningStore one = open(SharedOrder.Kind.MEMORY);
    RunningStore other = open(SharedOrder.Kind.MEMORY);
    for (int i = 1; i <= 3; i++) {
      assertThat(id(only(other, filing("bo")))).isEqualTo(i);
      assertThat(one.reader().isCurrent()).isFalse();
      assertThat(list(one)).hasSize(i);
      assertThat(one.reader().isCurrent()).isTrue();
    }
  }
}
