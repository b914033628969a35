package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.ForwardingFiles;
import ticketd.journal.JournalReader;
import ticketd.journal.JournalSettings;
import ticketd.journal.LaterVersion;
import ticketd.journal.StorageFullException;
import ticketd.journal.SyncMode;
import ticketd.testing.HandClock;
import ticketd.ticket.DeskRules;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;
import ticketd.ticket.Rejection;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;

/** What the desk does by itself, and what it does not let happen, on an order of several nodes. */
class DeskRulesTest {
  private static final Duration PERIOD = Duration.ofHours(1);
  private static final DeskRules ESCALATING =
      new DeskRules(Optional.of(PERIOD), OptionalInt.empty());
  private static final int LIMIT = 5;
  private static final DeskRules LIMITED = new DeskRules(Optional.empty(), OptionalInt.of(LIMIT));

  @TempDir Path directory;
  private final HandClock clock = new HandClock(Instant.now());
  private final List<RunningStore> nodes = new ArrayList<>();
  private final SharedOrder order = new SharedOrder();

  private RunningStore open(SharedOrder.Kind kind, DeskRules rules) {
    RunningStore node = new RunningStore(order.open(kind, directory), rules, clock);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(RunningStore::close);
  }

  private static Change by(String name, TicketCommand command) {
    return new Change(
        new Principal.Claimed(Identity.of(name).orElseThrow()), command, Optional.empty());
  }

  private static Answer ask(RunningStore node, TicketCommand command) {
    return node.ask(by("Ana", command)).join().answers().get(0);
  }

  private static void file(RunningStore node, Priority priority) {
    assertThat(ask(node, new TicketCommand.File("t", "", priority, List.of(), Optional.empty())))
        .isInstanceOf(Answer.Applied.class);
  }

  /** The changes of a ticket once the nodes have looked at their clocks. */
  private List<Recorded> history(long id) {
    for (RunningStore node : nodes) {
      node.look();
      // Behind that look, in the same turn or a later one.
      ask(node, new TicketCommand.Comment(id, "seen"));
    }
    RunningStore node = nodes.get(0);
    node.whenCurrent(node.reader().committed()).join();
    List<Recorded> found = new ArrayList<>();
    assertThat(
            node.reader()
                .history(id, 0, OptionalInt.empty())
                .orElseThrow()
                .advance(System.nanoTime() + PATIENCE.toNanos(), found::add))
        .isFalse();
    return found;
  }

  private List<Priority> raised(long id) {
    return history(id).stream()
        .filter(it -> it.event().kind() == EventKind.ESCALATED)
        .map(it -> it.event().after().priority())
        .toList();
  }

  private Ticket ticket(long id) {
    List<Recorded> history = history(id);
    return history.get(history.size() - 1).event().after();
  }

  @ParameterizedTest
  @EnumSource(names = "FILE_SYNCED", mode = EnumSource.Mode.EXCLUDE)
  void shouldRaiseEachStepOnceWhateverTheNodes(SharedOrder.Kind kind) {
    RunningStore one = open(kind, ESCALATING);
    RunningStore other = open(kind, ESCALATING);
    file(one, Priority.LOW);
    file(other, Priority.URGENT);
    assertThat(raised(1)).isEmpty();
    clock.pass(PERIOD.plusMinutes(1));
    for (int i = 0; i < 5; i++) {
      one.look();
      other.look();
    }
    assertThat(raised(1)).containsExactly(Priority.NORMAL);
    clock.pass(PERIOD.multipliedBy(3));
    assertThat(raised(1)).containsExactly(Priority.NORMAL, Priority.HIGH, Priority.URGENT);
    assertThat(raised(2)).isEmpty();
    assertThat(ticket(1).extras().isEscalated()).isTrue();
    Recorded first =
        history(1).stream()
            .filter(it -> it.event().kind() == EventKind.ESCALATED)
            .findFirst()
            .orElseThrow();
    assertThat(first.stamp().by()).isEqualTo(Identity.DESK);
  }

  @ParameterizedTest
  @EnumSource(names = "FILE_SYNCED", mode = EnumSource.Mode.EXCLUDE)
  void shouldMakeUpForWhatNobodyDid(SharedOrder.Kind kind) {
    RunningStore idle = open(kind, DeskRules.NONE);
    file(idle, Priority.LOW);
    clock.pass(PERIOD.multipliedBy(2).plusMinutes(1));
    assertThat(raised(1)).as("a process that does not").isEmpty();
    open(kind, ESCALATING);
    assertThat(raised(1)).containsExactly(Priority.NORMAL, Priority.HIGH);
    assertThat(ticket(1).version()).as("an event a step").isGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldCountFromWhenItBecameOpenLast() {
    RunningStore node = open(SharedOrder.Kind.MEMORY, ESCALATING);
    file(node, Priority.LOW);
    clock.pass(Duration.ofMinutes(50));
    ask(node, new TicketCommand.Take(1));
    clock.pass(PERIOD.multipliedBy(5));
    assertThat(raised(1)).as("not open").isEmpty();
    ask(node, new TicketCommand.Move(1, Status.OPEN));
    clock.pass(Duration.ofMinutes(50));
    assertThat(raised(1)).isEmpty();
    clock.pass(Duration.ofMinutes(11));
    assertThat(raised(1)).containsExactly(Priority.NORMAL);
    ask(node, new TicketCommand.Close(1, Resolution.FIXED, Optional.empty()));
    assertThat(ticket(1).extras().isEscalated()).as("until closed").isFalse();
    ask(node, new TicketCommand.Reopen(1));
    clock.pass(Duration.ofMinutes(59));
    assertThat(raised(1)).hasSize(1);
    clock.pass(Duration.ofMinutes(2));
    assertThat(raised(1)).containsExactly(Priority.NORMAL, Priority.HIGH);
  }

  @Test
  void shouldLeaveWhatSomebodyLoweredToTheNextStep() {
    RunningStore node = open(SharedOrder.Kind.MEMORY, ESCALATING);
    file(node, Priority.URGENT);
    clock.pass(PERIOD.multipliedBy(3).plusMinutes(30));
    ask(node, new TicketCommand.Prioritise(1, Priority.LOW));
    assertThat(raised(1)).isEmpty();
    clock.pass(Duration.ofMinutes(31));
    assertThat(raised(1)).containsExactly(Priority.NORMAL);
  }

  @ParameterizedTest
  @EnumSource(names = {"FILE", "MEMORY"})
  void shouldDoNothingTwiceWhereTheClockIsSetBack(SharedOrder.Kind kind) {
    RunningStore node = open(kind, ESCALATING);
    file(node, Priority.LOW);
    clock.pass(PERIOD);
    assertThat(raised(1)).containsExactly(Priority.NORMAL);
    clock.pass(PERIOD.negated());
    assertThat(raised(1)).hasSize(1);
    open(kind, ESCALATING);
    clock.pass(PERIOD.plusMinutes(59));
    assertThat(raised(1)).hasSize(1);
    clock.pass(Duration.ofMinutes(1));
    assertThat(raised(1)).containsExactly(Priority.NORMAL, Priority.HIGH);
  }

  /** Each turn waits for that: somebody may have had thousands when the limit came. */
  @Test
  void shouldCountNoFurtherThanTheLimit() throws IOException {
    RunningStore before = open(SharedOrder.Kind.FILE, DeskRules.NONE);
    RunningStore limited = open(SharedOrder.Kind.FILE, LIMITED);
    for (int id = 1; id <= LIMIT + 2; id++) {
      file(before, Priority.NORMAL);
    }
    for (int id = 1; id <= LIMIT + 1; id++) {
      ask(before, new TicketCommand.Take(id));
    }
    limited.whenCurrent(limited.reader().committed()).join();
    JournalReader reader = limited.log().replica().reader();
    long last = reader.first();
    while (reader.next(last) < limited.reader().committed()) {
      last = reader.next(last);
    }
    Path file = directory.resolve("tickets");
    byte good = Files.readAllBytes(file)[(int) last + 30];
    new LaterVersion(file).overwrite((int) last + 30, (byte) (good ^ 1));
    assertThat(ask(limited, new TicketCommand.Take(LIMIT + 2)))
        .isEqualTo(
            new Answer.Rejected(
                new Rejection.TooMuchInProgress(Identity.of("Ana").orElseThrow(), LIMIT)));
    new LaterVersion(file).overwrite((int) last + 30, good);
  }

  /**
   * Each try decides up to a thousand tickets under the lock; at this period it looks each second.
   */
  @Test
  void shouldTryNoMoreOftenThanItLooksWhileTheStorageIsFull() {
    AtomicBoolean full = new AtomicBoolean();
    List<Long> tries = new CopyOnWriteArrayList<>();
    FileAccess files =
        new ForwardingFiles(FileAccess.system()) {
          @Override
          protected OpenFile wrap(Path path, OpenFile file) {
            return new ForwardingFile(file) {
              @Override
              public void write(ByteBuffer from, long position) throws IOException {
                if (full.get() && path.endsWith("tickets")) {
                  tries.add(System.nanoTime());
                  throw new StorageFullException("no room", new IOException("planted"));
                }
                super.write(from, position);
              }
            };
          }
        };
    Duration period = Duration.ofSeconds(30);
    RunningStore node =
        new RunningStore(
            FileLog.open(
                new JournalSettings(
                    directory.resolve("tickets"), SyncMode.OS, Duration.ofSeconds(10)),
                files),
            new DeskRules(Optional.of(period), OptionalInt.empty()),
            clock);
    nodes.add(node);
    file(node, Priority.LOW);
    full.set(true);
    clock.pass(period);
    await().until(() -> tries.size() >= 8);
    // The first tell that it is full.
    assertThat(Duration.ofNanos(tries.get(7) - tries.get(3))).isGreaterThan(Duration.ofSeconds(1));
    full.set(false);
    await().until(() -> node.reader().lastSeq() == 2);
  }

  @ParameterizedTest
  @EnumSource(names = "FILE_SYNCED", mode = EnumSource.Mode.EXCLUDE)
  void shouldLetNobodyHaveOneMoreThanTheLimitWhateverTheNodes(SharedOrder.Kind kind) {
    RunningStore one = open(kind, LIMITED);
    RunningStore other = open(kind, LIMITED);
    for (int i = 0; i < 4 * LIMIT; i++) {
      file(one, Priority.NORMAL);
    }
    List<CompletableFuture<Answers>> asked = new ArrayList<>();
    for (int i = 0; i < LIMIT; i++) {
      Change next = by("Ana", new TicketCommand.TakeNext(TicketQuery.ALL));
      asked.add(one.ask(next, by("Bob", new TicketCommand.TakeNext(TicketQuery.ALL))));
      asked.add(other.ask(next));
    }
    List<Answer> answers = asked.stream().flatMap(run -> run.join().answers().stream()).toList();
    assertThat(answers.stream().filter(Answer.Applied.class::isInstance)).hasSize(2 * LIMIT);
    Identity ana = Identity.of("Ana").orElseThrow();
    assertThat(answers.stream().filter(answer -> !(answer instanceof Answer.Applied)))
        .hasSize(LIMIT)
        .allMatch(
            answer ->
                answer.equals(new Answer.Rejected(new Rejection.TooMuchInProgress(ana, LIMIT))));
  }
}
