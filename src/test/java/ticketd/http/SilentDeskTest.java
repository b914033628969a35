package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.AccountsChanged;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.Desk;
import ticketd.desk.NewChanges;
import ticketd.desk.Readiness;
import ticketd.desk.View;
import ticketd.testing.HandTime;
import ticketd.testing.Threads;
import ticketd.testing.Waiting;
import ticketd.ticket.Accounts;
import ticketd.ticket.Principal;

/** A desk that is asked and never answers, as when its process is about to end. */
class SilentDeskTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path folder;
  private final HandTime time = new HandTime();
  private final AtomicInteger asked = new AtomicInteger();
  private LocalDoor door;

  private final class Silent implements Desk {
    private final Desk desk;

    Silent(Desk desk) {
      this.desk = desk;
    }

    @Override
    public void change(List<Change> run, ActorRef<Answers> replyTo) {
      asked.incrementAndGet();
    }

    @Override
    public void probe(ActorRef<Readiness> replyTo) {
      asked.incrementAndGet();
    }

    @Override
    public Optional<View> now() {
      return desk.now();
    }

    @Override
    public Accounts accounts() {
      return desk.accounts();
    }

    @Override
    public void awaitAccounts(long seq, ActorRef<AccountsChanged> replyTo) {
      desk.awaitAccounts(seq, replyTo);
    }

    @Override
    public void forgetAccounts(ActorRef<AccountsChanged> replyTo) {
      desk.forgetAccounts(replyTo);
    }

    @Override
    public Optional<View> caughtUp(Principal who) {
      return desk.caughtUp(who);
    }

    @Override
    public Optional<View> caughtUp() {
      return desk.caughtUp();
    }

    @Override
    public void whenCurrent(ActorRef<Current> replyTo) {
      desk.whenCurrent(replyTo);
    }

    @Override
    public void awaitChange(long seq, ActorRef<NewChanges> replyTo) {
      desk.awaitChange(seq, replyTo);
    }

    @Override
    public void forget(ActorRef<NewChanges> replyTo) {
      desk.forget(replyTo);
    }
  }

  @BeforeEach
  void open() {
    door = new LocalDoor(folder, time, Silent::new);
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** What is answered when {@code limit} is over, and not before. */
  private LocalDoor.Reply answered(Duration limit, String method, String target, String body) {
    CompletableFuture<LocalDoor.Reply> reply =
        CompletableFuture.supplyAsync(() -> door.ask(method, target, body), Threads::start);
    await().until(() -> asked.get() == 1);
    time.pass(limit.minus(MOMENT));
    assertThat(door.get("/api/v1/tickets").status()).isEqualTo(200);
    assertThat(reply).isNotDone();
    time.pass(MOMENT);
    assertThat(reply).succeedsWithin(Waiting.PATIENCE);
    return reply.join();
  }

  @Test
  void shouldCallAChangeInDoubtThatTheDeskDoesNotAnswer() {
    LocalDoor.Reply reply = answered(Duration.ofMinutes(5), "POST", "/api/v1/tickets", "Disk full");
    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.json()).containsEntry("code", "in-doubt");
  }

  @Test
  void shouldNotBeReadyWhenTheDeskDoesNotSay() {
    LocalDoor.Reply reply = answered(Duration.ofSeconds(5), "GET", "/health/ready", "");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json()).containsEntry("code", "unavailable");
  }
}
