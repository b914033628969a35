package ticketd.server.loop;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.io.ChannelRegistration;
import org.apache.pekko.io.ChannelRegistry;
import org.apache.pekko.io.SelectionHandler;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.pattern.Patterns;

/**
 * The way of another thread into the {@link EventLoop}: what it hands over is run there, in its
 * order, as one of the selector's own tasks is, and so are the actors that this wakes. Where the
 * loop waits for sockets it is woken, by the actor system's own means: a change of interest, which
 * changes nothing, in a channel that nothing is ever sent to.
 *
 * <p>Until the selector has that channel, soon after the start, whoever hands something over runs
 * it. For any thread: the order of what one hands over is kept, that of several is not.
 */
public final class LoopDoor implements Executor {
  private static final String LOOP = "pekko.io.event-loop";

  /** Of the actor that has the channels of TCP watched. */
  private static final String SELECTORS = "selectors";

  private static final int NOTHING = 0;

  /** Of the actor system; where it takes longer the way is not opened. */
  private static final Duration BEGINNING = Duration.ofMinutes(1);

  private final Executor loop;
  private volatile Optional<ChannelRegistration> bell = Optional.empty();

  private LoopDoor(Executor loop) {
    this.loop = loop;
  }

  /** Into the loop of {@code system}, as long as that has actors of ours. */
  public static LoopDoor open(ActorSystem<?> system) {
    LoopDoor door = new LoopDoor(system.dispatchers().lookup(DispatcherSelector.fromConfig(LOOP)));
    org.apache.pekko.actor.ActorSystem classic = Adapter.toClassic(system);
    ActorRef tcp = Tcp.get(classic).manager();
    // Once it answers it has begun, and has those below it.
    Patterns.ask(tcp, new Identify(SELECTORS), BEGINNING)
        .thenAccept(
            begun ->
                classic
                    .actorSelection(tcp.path().child(SELECTORS))
                    .tell(door.hangingOfABell(), ActorRef.noSender()));
    return door;
  }

  private SelectionHandler.WorkerForCommand hangingOfABell() {
    return new SelectionHandler.WorkerForCommand(
        () -> "no channel can be watched",
        ActorRef.noSender(),
        registry -> Props.create(Bell.class, () -> new Bell(registry, this::hang)));
  }

  private void hang(ChannelRegistration registered) {
    bell = Optional.of(registered);
  }

  /** Whether the loop runs what is handed over. */
  boolean isOpen() {
    return bell.isPresent();
  }

  @Override
  public void execute(Runnable task) {
    Optional<ChannelRegistration> there = bell;
    if (there.isEmpty()) {
      task.run();
      return;
    }
    loop.execute(
        () -> {
          EventLoop.current().ifPresent(EventLoop::answers);
          task.run();
        });
    there.get().enableInterest(NOTHING);
  }

  /** Has a channel watched, which is closed with the selector. */
  private static final class Bell extends AbstractActor {
    private final ChannelRegistry registry;
    private final Consumer<ChannelRegistration> watched;

    Bell(ChannelRegistry registry, Consumer<ChannelRegistration> watched) {
      this.registry = registry;
      this.watched = watched;
    }

    @Override
    public void preStart() throws IOException {
      DatagramChannel silent = DatagramChannel.open();
      silent.configureBlocking(false);
      registry.register(silent, NOTHING, self());
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(ChannelRegistration.class, watched::accept).build();
    }
  }
}
