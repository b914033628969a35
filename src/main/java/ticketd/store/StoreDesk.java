package ticketd.store;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.Desk;
import ticketd.desk.NewChanges;
import ticketd.desk.Readiness;
import ticketd.desk.View;

/** The desk over a running {@link TicketStore}: changes go to it, reads are made beside it. */
public final class StoreDesk implements Desk {
  private final ActorRef<StoreMessage> store;
  private final TicketReader reader;
  private final Optional<View> view;

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
