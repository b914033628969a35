package ticketd.server;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import ticketd.desk.AccountsChanged;
import ticketd.desk.Desk;
import ticketd.door.SignedIn;

/**
 * Has the connections that somebody signed in on look at whether that still holds: after every
 * change of an account, by any process of the store, and twice a second, since a token's time ends
 * by itself.
 */
final class AccountWatch extends AbstractBehavior<AccountWatch.Message> {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** What it is told. */
  enum Message {
    CHANGED,
    TIME
  }

  private final Desk desk;
  private final SignedIn signedIn;

  private AccountWatch(ActorContext<Message> context, Desk desk, SignedIn signedIn) {
    super(context);
    this.desk = desk;
    this.signedIn = signedIn;
    await();
  }

  /** Restarted when a look fails: others are to be looked at all the same. */
  static Behavior<Message> create(Desk desk, SignedIn signedIn) {
    Behavior<Message> watch =
        Behaviors.withTimers(
            timers -> {
              timers.startTimerWithFixedDelay(Message.TIME, LOOK);
              return Behaviors.setup(context -> new AccountWatch(context, desk, signedIn));
            });
    return Behaviors.supervise(watch).onFailure(SupervisorStrategy.restart());
  }

  private void await() {
    desk.awaitAccounts(
        desk.accounts().changedAt(),
        getContext().messageAdapter(AccountsChanged.class, changed -> Message.CHANGED));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(
            Message.CHANGED,
            () -> {
              await();
              signedIn.look();
              return this;
            })
        .onMessageEquals(
            Message.TIME,
            () -> {
              signedIn.look();
              return this;
            })
        .build();
  }
}
