package ticketd.session;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.desk.Answers;
import ticketd.desk.Current;
import ticketd.desk.NewChanges;
import ticketd.desk.Watched;
import ticketd.session.StreamedReply.Outcome;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;

/**
 * One connection's conversation. It takes the lines at hand in order, sends each run of changes to
 * the desk as one message, reads beside it, and answers every {@link SessionMessage.Lines} and
 * {@link SessionMessage.Next} by one {@link Output}.
 *
 * <p>Its phases: {@link #ready}, {@link #awaitingAnswers} of the desk, {@link #awaitingCatchUp}
 * before a read, {@link #streaming} a long reply, {@link #scanning} for its next slice, {@link
 * #scanningEvents}, {@link #resuming} where the replies at hand are long, {@link Phases#closing}.
 */
final class Session {
  /** What the default dispatcher's thread may spend on a scan; the rest is for the scan threads. */
  private static final long INLINE_NANOS = 300_000;

  private final SessionEnvironment environment;
  private final String peer;
  private final ActorRef<SessionMessage> self;
  private final ActorRef<Output> stage;
  private final ActorRef<Answers> answers;
  private final ActorRef<Current> current;
  private final Phases phases;
  private final Slices slices;
  private final Conversation conversation;
  private final Replies replies;
  private final ChangeRun run;
  private final WatchFeed watch;

  private SessionMessage.Lines received = new SessionMessage.Lines(List.of(), Optional.empty(), 0);
  private int at;

  /** Whether events are made by the scan threads, since there were many. */
  private boolean replaying;

  private Session(
      ActorContext<SessionMessage> context,
      SessionEnvironment environment,
      SessionSupervisor.Open open) {
    ActorRef<SessionMessage> self = context.getSelf();
    this.self = self;
    this.environment = environment;
    this.peer = open.peer().name();
    this.stage = open.stage();
    this.answers =
        context.messageAdapter(
            Answers.class, message -> new SessionMessage.Answered(message.answers()));
    this.current = context.messageAdapter(Current.class, SessionMessage.CaughtUp::new);
    this.slices = new Slices(environment.scans(), context.getSelf());
    this.conversation =
        new Conversation(
            environment,
            open,
            context.messageAdapter(NewChanges.class, message -> SessionMessage.NewChanges.INSTANCE),
            context.getSystem().ignoreRef(),
            () -> self.tell(SessionMessage.Revoked.INSTANCE),
            INLINE_NANOS);
    this.replies = conversation.replies();
    this.run = conversation.run();
    this.watch = conversation.watch();
    this.phases = new Phases(conversation, stage, environment.log(), peer);
  }

  static Behavior<SessionMessage> create(
      SessionEnvironment environment, SessionSupervisor.Open open) {
    return Behaviors.setup(
        context -> {
          context.watch(open.stage());
          return new Session(context, environment, open).ready();
        });
  }

  // Phases

  private Behavior<SessionMessage> ready() {
    return phases.phase(
        message -> {
          if (message instanceof SessionMessage.Lines lines) {
            received = lines;
            conversation.begin(lines.receivedAt());
            at = 0;
            return work();
          }
          return message instanceof SessionMessage.Next ? sendEvents() : Behaviors.unhandled();
        });
  }

  private Behavior<SessionMessage> awaitingAnswers() {
    return phases.awaiting(
        SessionMessage.Answered.class,
        answered -> conversation.answered(answered.answers()) ? work() : close());
  }

  /** A password is hashed, beside all that others do. */
  private Behavior<SessionMessage> awaitingHash() {
    conversation.hash(outcome -> self.tell(new SessionMessage.Hashed(outcome)));
    return phases.awaiting(
        SessionMessage.Hashed.class, hashed -> follow(conversation.hashed(hashed.outcome())));
  }

  /** The desk decides about a change of an account. */
  private Behavior<SessionMessage> awaitingAccount() {
    environment.desk().change(List.of(conversation.command()), answers);
    return phases.awaiting(
        SessionMessage.Answered.class,
        answered -> follow(conversation.answered(answered.answers().get(0))));
  }

  private Behavior<SessionMessage> follow(Conversation.Step step) {
    return switch (step) {
      case HASH_FIRST -> awaitingHash();
      case ASK_FIRST -> awaitingAccount();
      case CLOSE -> close();
      default -> {
        at++;
        yield work();
      }
    };
  }

  private Behavior<SessionMessage> revoked() {
    conversation.leave(ErrorCode.REVOKED);
    return close();
  }

  private Behavior<SessionMessage> awaitingCatchUp() {
    return phases.awaiting(
        SessionMessage.CaughtUp.class,
        caughtUp -> {
          if (caughtUp.outcome() == Current.REACHED) {
            conversation.caughtUp();
          } else {
            conversation.failToRead(caughtUp.outcome());
            at++;
          }
          return work();
        });
  }

  /** Lines are left; what they are answered so far is being passed on. */
  private Behavior<SessionMessage> resuming() {
    return phases.awaiting(SessionMessage.Next.class, next -> work());
  }

  /** The stream passes on what there is of the reply, then asks for more. */
  private Behavior<SessionMessage> streaming(StreamedReply<?> begun) {
    return phases.awaiting(
        SessionMessage.Next.class, next -> conversation.isGood() ? scanning(begun) : revoked());
  }

  private Behavior<SessionMessage> scanning(StreamedReply<?> begun) {
    slices.next(begun);
    return phases.awaiting(
        SessionMessage.Sliced.class,
        slice -> {
          replies.append(slice.rendered());
          if (slice.outcome() != Outcome.MORE) {
            conversation.streamed(slice.outcome());
            return work();
          }
          if (slice.rendered().size() == 0) {
            return scanning(begun);
          }
          send(Output.Then.CONTINUE);
          return streaming(begun);
        });
  }

  private Behavior<SessionMessage> scanningEvents(StreamedReply<?> events) {
    slices.next(events);
    return phases.awaiting(
        SessionMessage.Sliced.class,
        slice -> {
          replies.append(slice.rendered());
          return sentEvents(slice.outcome());
        });
  }

  // Lines

  /** Goes on from the line at {@link #at} as far as it can without waiting. */
  private Behavior<SessionMessage> work() {
    conversation.resume();
    while (at < received.lines().size()) {
      if (replies.areEnough() && run.isEmpty()) {
        send(Output.Then.CONTINUE);
        return resuming();
      }
      switch (conversation.take(received.lines().get(at))) {
        case DONE -> at++;
        case RUN_FIRST -> {
          return sendRun();
        }
        case CATCH_UP_FIRST -> {
          environment.desk().whenCurrent(current);
          return awaitingCatchUp();
        }
        case STREAM -> {
          at++;
          send(Output.Then.CONTINUE);
          return streaming(conversation.reply());
        }
        case HASH_FIRST -> {
          return awaitingHash();
        }
        case ASK_FIRST -> {
          return awaitingAccount();
        }
        case CLOSE -> {
          return close();
        }
      }
    }
    if (!run.isEmpty()) {
      return sendRun();
    }
    if (received.closing().isPresent()) {
      conversation.leave(received.closing().get());
      return close();
    }
    send(
        watch.isBehind() && !conversation.isInDialogue()
            ? Output.Then.MORE_EVENTS
            : Output.Then.READ);
    return ready();
  }

  private Behavior<SessionMessage> sendRun() {
    run.send(environment.desk(), answers);
    return awaitingAnswers();
  }

  private Behavior<SessionMessage> close() {
    send(Output.Then.CLOSE);
    return phases.closing();
  }

  private void send(Output.Then then) {
    conversation.tally().count();
    stage.tell(new Output.Bytes(replies.handOver(), then));
  }

  // Long replies and events

  /** Not in a dialogue, which is one reply. */
  private Behavior<SessionMessage> sendEvents() {
    Optional<StreamedReply<Watched>> events = watch.events();
    if (events.isEmpty() || conversation.isInDialogue()) {
      if (!conversation.isGood()) {
        return revoked();
      }
      send(Output.Then.READ);
      return Behaviors.same();
    }
    if (replaying) {
      return scanningEvents(events.get());
    }
    return sentEvents(events.get().slice(replies.out(), INLINE_NANOS));
  }

  private Behavior<SessionMessage> sentEvents(Outcome outcome) {
    if (!conversation.isGood() || watch.hasEnded()) {
      // The feed itself ends where the right to it did, which may have been given again since.
      return revoked();
    }
    if (watch.isGone()) {
      replies.drop();
      conversation.leave(ErrorCode.GONE);
      return close();
    }
    if (outcome == Outcome.BROKEN) {
      // A watch never skips: its peer must know that nothing more will come.
      conversation.leave(ErrorCode.UNAVAILABLE, Message.unreadable());
      return close();
    }
    replaying = outcome == Outcome.MORE;
    if (replaying) {
      watch.passed();
    } else {
      watch.awaitChange();
    }
    send(replaying ? Output.Then.MORE_EVENTS : Output.Then.READ);
    return ready();
  }
}
