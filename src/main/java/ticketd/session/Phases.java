package ticketd.session;

import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.door.PeerLog;

/**
 * What a session's phases have in common: what may come in each of them, and how the session ends.
 * Used by the session's actor alone.
 */
final class Phases {
  private final Conversation conversation;
  private final ActorRef<Output> stage;
  private final PeerLog log;
  private final String peer;

  /** Whether the connection ended without a word of its peer, as it does until its end is told. */
  private String leaving = PeerLog.reason(true);

  Phases(Conversation conversation, ActorRef<Output> stage, PeerLog log, String peer) {
    this.conversation = conversation;
    this.stage = stage;
    this.log = log;
    this.peer = peer;
  }

  /** The last one. */
  Behavior<SessionMessage> closing() {
    return phase(message -> Behaviors.unhandled());
  }

  /** A phase that one kind of message ends. */
  <T extends SessionMessage> Behavior<SessionMessage> awaiting(
      Class<T> type, Function<T, Behavior<SessionMessage>> then) {
    return phase(
        message ->
            type.isInstance(message) ? then.apply(type.cast(message)) : Behaviors.unhandled());
  }

  /** What may come in every phase, and what this one expects. */
  Behavior<SessionMessage> phase(Function<SessionMessage, Behavior<SessionMessage>> expected) {
    return Behaviors.receive(
        (context, message) -> {
          if (message instanceof SessionMessage.NewChanges) {
            if (conversation.watch().isOn()) {
              stage.tell(Output.Wake.INSTANCE);
            }
            return Behaviors.same();
          } else if (message instanceof SessionMessage.Revoked) {
            // The stream asks for what there is, also while its peer is quiet.
            stage.tell(Output.Wake.INSTANCE);
            return Behaviors.same();
          } else if (message instanceof SessionMessage.Closed closed) {
            leaving = closed.reason();
            return Behaviors.stopped();
          } else if (message instanceof SessionMessage.SliceFailed failed) {
            throw failed.cause();
          }
          return expected.apply(message);
        },
        (context, signal) -> onSignal(signal));
  }

  private Behavior<SessionMessage> onSignal(Signal signal) {
    if (signal instanceof Terminated) {
      return Behaviors.stopped();
    } else if (signal instanceof PostStop) {
      conversation.end();
      log.left(peer, conversation.leaving().orElse(leaving));
      return Behaviors.same();
    }
    return Behaviors.unhandled();
  }
}
