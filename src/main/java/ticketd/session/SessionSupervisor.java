package ticketd.session;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.door.Peer;

/** Parent of all sessions. One that fails is stopped, which ends its connection and no other. */
public final class SessionSupervisor {
  private static final String DISPATCHER = "ticketd.session-dispatcher";

  private SessionSupervisor() {}

  /** Asks for a session, which {@code stage} then hears of. */
  public record Open(ActorRef<Output> stage, Peer peer, ConnectionState state) {}

  public static Behavior<Open> create(SessionEnvironment environment) {
    return Behaviors.receive(
        (context, open) -> {
          ActorRef<SessionMessage> session =
              context.spawnAnonymous(
                  Session.create(environment, open), DispatcherSelector.fromConfig(DISPATCHER));
          open.stage().tell(new Output.Opened(session));
          return Behaviors.same();
        });
  }
}
