package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import ticketd.desk.AccountsChanged;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.Desk;
import ticketd.journal.SharedLog;
import ticketd.testing.StoreEnds;
import ticketd.ticket.DeskRules;

/** A store over a log, in an actor system of its own. */
public final class RunningStore implements AutoCloseable {
  private final OpenStore opened;
  private final TicketReader reader;
  private final ActorSystem<StoreMessage> store;

  public RunningStore(SharedLog log) {
    this(log, DeskRules.NONE, Clock.systemUTC());
  }

  /** By these rules and that clock. */
  RunningStore(SharedLog log, DeskRules rules, Clock clock) {
    this(OpenStore.over(log, rules), clock);
  }

  /** Of a log that is open already. */
  RunningStore(OpenStore opened, Clock clock) {
    this.opened = opened;
    reader = opened.reader();
    store =
        ActorSystem.create(
            TicketStore.create(
                opened,
                StoreSettings.withSyncInterval(Duration.ofSeconds(1)),
                clock,
                new StoreEnds()),
            "store",
            ConfigFactory.load());
  }

  /** What doors have of it. */
  public Desk desk() {
    return new StoreDesk(store, opened);
  }

  /** What is read beside the store. */
  TicketReader reader() {
    return reader;
  }

  /** Has it look at its clock, before anything that is asked from now on. */
  void look() {
    store.tell(StoreMessage.LookAtClock.INSTANCE);
  }

  CompletableFuture<Answers> ask(Change... run) {
    return AskPattern.<StoreMessage, Answers>ask(
            store,
            replyTo -> new StoreMessage.Changes(List.of(run), replyTo),
            PATIENCE,
            store.scheduler())
        .toCompletableFuture();
  }

  SharedLog log() {
    return opened.log();
  }

  /** Done once an account has changed behind this number. */
  CompletableFuture<AccountsChanged> askAccounts(long seq) {
    return AskPattern.<StoreMessage, AccountsChanged>ask(
            store,
            replyTo -> new StoreMessage.AwaitAccounts(seq, replyTo),
            PATIENCE,
            store.scheduler())
        .toCompletableFuture();
  }

  /** Done once all that is committed up to there can be read. */
  CompletableFuture<Current> whenCurrent(long committed) {
    return AskPattern.<StoreMessage, Current>ask(
            store,
            replyTo -> new StoreMessage.CatchUp(committed, replyTo),
            PATIENCE,
            store.scheduler())
        .toCompletableFuture();
  }

  @Override
  public void close() {
    store.terminate();
    assertThat(store.getWhenTerminated().toCompletableFuture())
        .succeedsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
