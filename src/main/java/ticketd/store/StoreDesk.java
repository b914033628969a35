package ticketd.store;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.AccountsChanged;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.Desk;
import ticketd.desk.NewChanges;
import ticketd.desk.Readiness;
import ticketd.desk.View;
import ticketd.ticket.Accounts;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;
import ticketd.ticket.Standing;

/** The desk over a running {@link TicketStore}: changes go to it, reads are made beside it. */
public final class StoreDesk implements Desk {
  private final ActorRef<StoreMessage> store;
  private final TicketReader reader;
  private final Optional<View> view;
  private final Clock clock = Clock.systemUTC();

  /** {@code opened} is what {@code store} was started from. */
  public StoreDesk(ActorRef<StoreMessage> store, OpenStore opened) {
    this.store = store;
    this.reader = opened.reader();
    this.view = Optional.of(reader);
  }

  @Override
  public void change(List<Change> run, ActorRef<Answers> replyTo) {
    store.tell(new StoreMessage.Changes(run, replyTo));
  }

  @Override
  public Optional<View> now() {
    return reader.isCurrent() ? view : Optional.empty();
  }

  @Override
  public Optional<View> caughtUp(Principal who) {
    Optional<View> everything = caughtUp();
    return reader.accounts().isClosed() ? everything.map(all -> viewOf(who)) : everything;
  }

  private View viewOf(Principal who) {
    if (who instanceof Principal.Root) {
      return reader;
    }
    Optional<Principal.Known> known =
        who instanceof Principal.Known before
            ? Standing.now(reader.accounts(), before, clock.instant())
            : Optional.empty();
    return known.map(this::viewOf).orElseGet(() -> new NoView(reader));
  }

  private View viewOf(Principal.Known who) {
    View seen = who.role().isAtLeast(Role.AGENT) ? reader : new OwnView(reader, who.who());
    return new KnownView(seen, reader, who, clock);
  }

  @Override
  public Accounts accounts() {
    return reader.accounts();
  }

  @Override
  public void awaitAccounts(long seq, ActorRef<AccountsChanged> replyTo) {
    store.tell(new StoreMessage.AwaitAccounts(seq, replyTo));
  }

  @Override
  public void forgetAccounts(ActorRef<AccountsChanged> replyTo) {
    store.tell(new StoreMessage.ForgetAccounts(replyTo));
  }

  @Override
  public Optional<View> caughtUp() {
    return reader.mayBeRead() ? view : Optional.empty();
  }

  @Override
  public void whenCurrent(ActorRef<Current> replyTo) {
    store.tell(new StoreMessage.CatchUp(reader.committed(), replyTo));
  }

  @Override
  public void awaitChange(long seq, ActorRef<NewChanges> replyTo) {
    store.tell(new StoreMessage.AwaitChange(seq, replyTo));
  }

  @Override
  public void probe(ActorRef<Readiness> replyTo) {
    store.tell(new StoreMessage.Probe(replyTo));
  }

  @Override
  public void forget(ActorRef<NewChanges> replyTo) {
    store.tell(new StoreMessage.ForgetMe(replyTo));
  }
}
