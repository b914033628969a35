package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.MemoryLog;
import ticketd.journal.OneHost;
import ticketd.journal.SharedLog;
import ticketd.journal.SyncMode;
import ticketd.testing.StoreEnds;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.ListQuery;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;

/** Two stores on one order, whatever keeps it. */
class StoreOverLogsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EACH = 60;

  private enum Kind {
    FILE_SYNCED,
    FILE,
    MEMORY
  }

  /** A store with what it was started from. */
  private final class Node implements AutoCloseable {
    final OpenStore opened;
    final ActorSystem<StoreMessage> store;

    Node(SharedLog log) {
      opened = OpenStore.over(log);
      store =
          ActorSystem.create(
              TicketStore.create(
                  opened,
                  StoreSettings.withSyncInterval(Duration.ofSeconds(1)),
                  Clock.systemUTC(),
                  new StoreEnds()),
              "store",
              ConfigFactory.load());
      nodes.add(this);
    }

    CompletableFuture<Answers> ask(Change... run) {
      return AskPattern.<StoreMessage, Answers>ask(
              store,
              replyTo -> new StoreMessage.Changes(List.of(run), replyTo),
              PATIENCE,
              store.scheduler())
          .toCompletableFuture();
    }

    Answer only(Change change) {
      return ask(change).join().answers().get(0);
    }

    /** Reads once everything committed before this is there. */
    List<Ticket> list() {
      TicketReader reader = opened.reader();
      AskPattern.<StoreMessage, Current>ask(
              store,
              replyTo -> new StoreMessage.CatchUp(reader.committed(), replyTo),
              PATIENCE,
              store.scheduler())
          .toCompletableFuture()
          .join();
      List<Ticket> found = new ArrayList<>();
      assertThat(
              reader
                  .list(ListQuery.ALL)
                  .advance(System.nanoTime() + PATIENCE.toNanos(), found::add))
          .isFalse();
      return found;
    }

    @Override
    public void close() {
      store.terminate();
      assertThat(store.getWhenTerminated().toCompletableFuture())
          .succeedsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @TempDir Path directory;
  private final List<Node> nodes = new ArrayList<>();
  private Optional<MemoryLog.Order> order = Optional.empty();
  private final FileAccess files = new OneHost();

  private Node open(Kind kind) {
    if (kind == Kind.MEMORY) {
      order = order.or(() -> Optional.of(new MemoryLog.Order(directory)));
      return new Node(order.get().open());
    }
    SyncMode sync = kind == Kind.FILE ? SyncMode.OS : SyncMode.ALWAYS;
    return new Node(
        FileLog.open(
            new JournalSettings(directory.resolve("tickets"), sync, Duration.ofSeconds(10)),
            files));
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  private static Change filing(String by) {
    return new Change(
        Identity.of(by).orElseThrow(), TicketCommand.File.of(by, ""), Optional.empty());
  }

  private static Change takeNext(String by) {
    return new Change(
        Identity.of(by).orElseThrow(),
        new TicketCommand.TakeNext(TicketQuery.ALL),
        Optional.empty());
  }

  private static long id(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Applied.class);
    return ((Answer.Applied) answer).ticket().id();
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEveryIdOnceAndShowEveryoneTheSame(Kind kind) {
    Node one = open(kind);
    Node other = open(kind);
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
    assertThat(one.list()).hasSize(3 * EACH).isEqualTo(other.list());
    for (int i = 0; i < asked.size(); i += 2) {
      List<Answer> run = asked.get(i).join().answers();
      assertThat(id(run.get(1))).isGreaterThan(id(run.get(0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCarryOutARequestWithAKeyOnce(Kind kind) {
    Node one = open(kind);
    Node other = open(kind);
    TicketCommand filing = TicketCommand.File.of("a", "");
    Change change =
        new Change(
            Identity.of("ana").orElseThrow(),
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
    assertThat(one.list()).hasSize(1);
  }

  @Test
  void shouldDecideAgainWhatSomebodyElseCameBefore() {
    Node one = open(Kind.MEMORY);
    Node other = open(Kind.MEMORY);
    order
        .orElseThrow()
        .beforeNextAppend(() -> assertThat(id(other.only(filing("bo")))).isEqualTo(1));
    List<Answer> run = one.ask(filing("ana"), filing("ana")).join().answers();
    assertThat(run).hasSize(2);
    assertThat(id(run.get(0))).isEqualTo(2);
    assertThat(id(run.get(1))).isEqualTo(3);
    assertThat(one.list())
        .extracting(ticket -> ticket.author().name())
        .containsExactly("bo", "ana", "ana");
    assertThat(other.list()).isEqualTo(one.list());

    order
        .orElseThrow()
        .beforeNextAppend(() -> assertThat(id(other.only(takeNext("bo")))).isEqualTo(1));
    assertThat(id(one.only(takeNext("ana")))).isEqualTo(2);
    assertThat(other.only(takeNext("bo"))).isInstanceOf(Answer.Applied.class);
    // What stores nothing is decided again, too.
    order
        .orElseThrow()
        .beforeNextAppend(() -> assertThat(id(other.only(filing("bo")))).isEqualTo(4));
    assertThat(id(one.only(takeNext("ana")))).isEqualTo(4);
  }

  @Test
  void shouldDecideAgainBeforeWhatCameSince() {
    Node one = open(Kind.MEMORY);
    Node other = open(Kind.MEMORY);
    List<CompletableFuture<Answers>> since = new ArrayList<>();
    order
        .orElseThrow()
        .beforeNextAppend(
            () -> {
              since.add(one.ask(filing("cy")));
              assertThat(id(other.only(filing("bo")))).isEqualTo(1);
            });
    assertThat(id(one.only(filing("ana")))).isEqualTo(2);
    assertThat(id(since.get(0).join().answers().get(0))).isEqualTo(3);
  }

  @Test
  void shouldAskAgainWhatOthersCommittedWhereItWasNotTold() {
    Node one = open(Kind.MEMORY);
    Node other = open(Kind.MEMORY);
    assertThat(id(other.only(filing("bo")))).isEqualTo(1);
    order.orElseThrow().leaveNextUnanswered();
    assertThat(one.list()).hasSize(1);
  }

  @Test
  void shouldGoOnBehindABatchInDoubt() {
    Node one = open(Kind.MEMORY);
    order.orElseThrow().leaveNextInDoubt();
    assertThat(one.only(filing("ana"))).isInstanceOf(Answer.InDoubt.class);
    await().atMost(PATIENCE).until(() -> one.only(filing("bo")) instanceof Answer.Applied);
    assertThat(one.list())
        .extracting(ticket -> ticket.author().name())
        .containsExactly("ana", "bo");
  }

  @Test
  void shouldShowWhatAnotherCommittedThoughTheFileDoesNotTell() {
    Node one = open(Kind.MEMORY);
    Node other = open(Kind.MEMORY);
    for (int i = 1; i <= 3; i++) {
      assertThat(id(other.only(filing("bo")))).isEqualTo(i);
      assertThat(one.opened.reader().isCurrent()).isFalse();
      assertThat(one.list()).hasSize(i);
      assertThat(one.opened.reader().isCurrent()).isTrue();
    }
  }
}
