package ticketd.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import ticketd.protocol.DialogueText;
import ticketd.protocol.ErrorCode;
import ticketd.protocol.Format;
import ticketd.protocol.Language;
import ticketd.protocol.LineBuffer;
import ticketd.protocol.Message;
import ticketd.protocol.Parsed;
import ticketd.protocol.Request;
import ticketd.protocol.RequestParser;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.protocol.Stats;
import ticketd.protocol.TicketDetails;
import ticketd.protocol.Verb;
import ticketd.store.Answer;
import ticketd.store.ChangeScan;
import ticketd.store.StoreMessage;
import ticketd.store.TicketReader;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Recorded;
import ticketd.ticket.Rejection;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketCommand;

/**
 * One connection's conversation. It takes the lines at hand in order, sends each run of changes to
 * the store as one message, reads beside the store, and answers every {@link SessionMessage.Lines}
 * and {@link SessionMessage.Next} by one {@link Output}.
 *
 * <p>Its phases: {@link #ready}, {@link #awaitingAnswers} of the store, {@link #awaitingCatchUp}
 * before a read, {@link #streaming} a long reply, {@link #scanning} for its next slice, {@link
 * #resuming} where the replies at hand are long.
 */
final class Session {
  private static final int MAX_ERRORS_IN_A_ROW = 20;
  private static final int SHOWN_COMMENTS = 100;

  /** Replies are passed on when they are this long, whatever other lines are at hand. */
  private static final int ENOUGH_BYTES = 64 * 1024;

  /** What the default dispatcher's thread may spend on a scan; the rest is for the scan threads. */
  private static final long INLINE_NANOS = 300_000;

  private static final long SLICE_NANOS = 2_000_000;

  /** What to do behind a line. */
  private enum Step {
    /** It is answered, or part of the run. */
    DONE,
    /** The run before it must be answered first. */
    RUN_FIRST,
    /** Reads must catch up first. */
    CATCH_UP_FIRST,
    /** Its reply goes on for longer. */
    STREAM,
    CLOSE
  }

  /** A change of the run, with what its answer needs. */
  private record Pending(Verb verb, StoreMessage.Change change) {}

  private final ActorContext<SessionMessage> context;
  private final SessionEnvironment environment;
  private final String peer;
  private final ActorRef<Output> stage;
  private final ConnectionState state;
  private final ActorRef<StoreMessage.Answers> answers;
  private final ActorRef<StoreMessage.CaughtUp> caughtUp;
  private final ActorRef<StoreMessage.NewChanges> newChanges;

  private Optional<Identity> who = Optional.empty();
  private Language language;
  private Format format = Format.TEXT;
  private ResponseWriter writer;
  private int errorsInARow;
  private boolean firstLine = true;
  private String leaving = "connection-lost";

  private List<ByteString> lines = List.of();
  private int at;
  private final List<Pending> run = new ArrayList<>();
  private Optional<Dialogue> dialogue = Optional.empty();
  private final LineBuffer out = new LineBuffer();
  private Optional<StreamedReply<?>> reply = Optional.empty();

  private Optional<ChangeScan> watch = Optional.empty();
  private Optional<StreamedReply<Recorded>> events = Optional.empty();
  private boolean replaying;

  /** A SENDTICKET whose title and description are still to come, or its title only. */
  private record Dialogue(Request.Dialogue request, Optional<DialogueText> title) {}

  private final Behavior<SessionMessage> ready = makeReady();
  private final Behavior<SessionMessage> awaitingAnswers = makeAwaitingAnswers();
  private final Behavior<SessionMessage> resuming = makeResuming();

  private Session(
      ActorContext<SessionMessage> context,
      SessionEnvironment environment,
      SessionSupervisor.Open open) {
    this.context = context;
    this.environment = environment;
    this.peer = open.peer().name();
    this.stage = open.stage();
    this.state = open.state();
    this.language = environment.language();
    this.writer = ResponseWriter.of(language, format, environment.zone());
    this.answers =
        context.messageAdapter(
            StoreMessage.Answers.class, message -> new SessionMessage.Answered(message.answers()));
    this.caughtUp =
        context.messageAdapter(
            StoreMessage.CaughtUp.class, message -> SessionMessage.CaughtUp.INSTANCE);
    this.newChanges =
        context.messageAdapter(
            StoreMessage.NewChanges.class, message -> SessionMessage.NewChanges.INSTANCE);
  }

  static Behavior<SessionMessage> create(
      SessionEnvironment environment, SessionSupervisor.Open open) {
    return Behaviors.setup(
        context -> {
          context.watch(open.stage());
          environment.log().connected(open.peer().name());
          return new Session(context, environment, open).ready;
        });
  }

  // Phases

  private Behavior<SessionMessage> makeReady() {
    return phase()
        .onMessage(
            SessionMessage.Lines.class,
            message -> {
              lines = message.lines();
              at = 0;
              return work();
            })
        .onMessageEquals(SessionMessage.Next.INSTANCE, this::sendEvents)
        .build();
  }

  private Behavior<SessionMessage> makeAwaitingAnswers() {
    return phase().onMessage(SessionMessage.Answered.class, this::onAnswered).build();
  }

  /** Lines are left; what they are answered so far is being passed on. */
  private Behavior<SessionMessage> makeResuming() {
    return phase().onMessageEquals(SessionMessage.Next.INSTANCE, this::work).build();
  }

  private Behavior<SessionMessage> awaitingCatchUp() {
    return phase().onMessageEquals(SessionMessage.CaughtUp.INSTANCE, this::work).build();
  }

  /** The stream passes on what there is of the reply, then asks for more. */
  private Behavior<SessionMessage> streaming(StreamedReply<?> reply) {
    return phase()
        .onMessageEquals(
            SessionMessage.Next.INSTANCE,
            () -> {
              scan(reply);
              return scanning(reply);
            })
        .build();
  }

  private Behavior<SessionMessage> scanning(StreamedReply<?> reply) {
    return phase()
        .onMessage(
            SessionMessage.Sliced.class,
            slice -> {
              if (!slice.more()) {
                out.append(slice.rendered());
                return work();
              }
              if (slice.rendered().size() == 0) {
                scan(reply);
                return Behaviors.same();
              }
              out.append(slice.rendered());
              send(Output.Then.CONTINUE);
              return streaming(reply);
            })
        .build();
  }

  private Behavior<SessionMessage> scanningEvents() {
    return phase()
        .onMessage(
            SessionMessage.Sliced.class,
            slice -> {
              out.append(slice.rendered());
              return sentEvents(slice.more());
            })
        .build();
  }

  /** What may come in every phase. */
  private BehaviorBuilder<SessionMessage> phase() {
    return Behaviors.receive(SessionMessage.class)
        .onMessageEquals(SessionMessage.NewChanges.INSTANCE, this::onNewChanges)
        .onMessage(SessionMessage.Closed.class, this::onClosed)
        .onMessage(
            SessionMessage.SliceFailed.class,
            failed -> {
              throw failed.cause();
            })
        .onSignal(Terminated.class, signal -> Behaviors.stopped())
        .onSignal(PostStop.class, signal -> onStop());
  }

  private Behavior<SessionMessage> onNewChanges() {
    if (watch.isPresent()) {
      stage.tell(Output.Wake.INSTANCE);
    }
    return Behaviors.same();
  }

  private Behavior<SessionMessage> onClosed(SessionMessage.Closed closed) {
    if (!closed.lost() && leaving.equals("connection-lost")) {
      leaving = "end-of-input";
    }
    return Behaviors.stopped();
  }

  private Behavior<SessionMessage> onStop() {
    endWatch();
    environment.log().left(peer, leaving);
    return Behaviors.same();
  }

  // Lines

  /** Goes on from the line at {@link #at} as far as it can without waiting. */
  private Behavior<SessionMessage> work() {
    while (at < lines.size()) {
      if (out.size() >= ENOUGH_BYTES && run.isEmpty()) {
        send(Output.Then.CONTINUE);
        return resuming;
      }
      switch (take(lines.get(at).toArrayUnsafe())) {
        case DONE -> at++;
        case RUN_FIRST -> {
          return sendRun();
        }
        case CATCH_UP_FIRST -> {
          environment
              .store()
              .tell(new StoreMessage.CatchUp(environment.reader().committed(), caughtUp));
          return awaitingCatchUp();
        }
        case STREAM -> {
          at++;
          send(Output.Then.CONTINUE);
          return streaming(reply.orElseThrow());
        }
        case CLOSE -> {
          send(Output.Then.CLOSE);
          return closing();
        }
      }
    }
    if (!run.isEmpty()) {
      return sendRun();
    }
    send(hasEvents() ? Output.Then.MORE_EVENTS : Output.Then.READ);
    return ready;
  }

  private Behavior<SessionMessage> closing() {
    lines = List.of();
    return phase().build();
  }

  private void send(Output.Then then) {
    stage.tell(
        new Output.Bytes(
            out.handOver((bytes, length) -> ByteString.fromArrayUnsafe(bytes, 0, length)), then));
  }

  private Step take(byte[] line) {
    Optional<ErrorCode> marker = Marker.closingCode(line);
    if (marker.isPresent()) {
      return run.isEmpty() ? close(marker.get()) : Step.RUN_FIRST;
    }
    if (firstLine && RequestParser.isHttpRequestLine(line, 0, line.length)) {
      return close(ErrorCode.NOT_THIS_PROTOCOL);
    }
    firstLine = false;
    if (dialogue.isPresent()) {
      return continueDialogue(dialogue.get(), line);
    }
    Parsed parsed = environment.parser().parse(line, 0, line.length, who);
    if (parsed instanceof Parsed.Accepted accepted) {
      if (accepted.request() instanceof Request.Change change) {
        errorsInARow = 0;
        return addToRun(change.verb(), change.command(), change.key());
      }
      if (!run.isEmpty()) {
        return Step.RUN_FIRST;
      }
      if (!(accepted.request() instanceof Request.Dialogue)) {
        errorsInARow = 0;
      }
      return carryOut(accepted.request());
    } else if (parsed instanceof Parsed.Refused refused) {
      return run.isEmpty() ? refuse(refused.code(), refused.message()) : Step.RUN_FIRST;
    }
    return Step.DONE;
  }

  private Step refuse(ErrorCode code, Message message) {
    if (code.countsAsError() && ++errorsInARow >= MAX_ERRORS_IN_A_ROW) {
      return close(ErrorCode.TOO_MANY_ERRORS);
    }
    writer.write(out, new Response.Failed(code, message));
    return Step.DONE;
  }

  private Step close(ErrorCode code) {
    leaving = code.wireName();
    writer.write(out, new Response.Failed(code, Message.of(code)));
    return Step.CLOSE;
  }

  // Changes

  private Step addToRun(Verb verb, TicketCommand command, Optional<RequestKey> key) {
    run.add(
        new Pending(
            verb,
            new StoreMessage.Change(
                who.orElseThrow(), command, key.map(used -> KeyUse.of(used, command)))));
    return Step.DONE;
  }

  private Behavior<SessionMessage> sendRun() {
    List<StoreMessage.Change> changes = new ArrayList<>(run.size());
    for (Pending pending : run) {
      changes.add(pending.change());
    }
    environment.store().tell(new StoreMessage.Changes(changes, answers));
    return awaitingAnswers;
  }

  private Behavior<SessionMessage> onAnswered(SessionMessage.Answered answered) {
    for (int i = 0; i < run.size(); i++) {
      answer(run.get(i), answered.answers().get(i));
    }
    run.clear();
    return work();
  }

  private void answer(Pending pending, Answer answer) {
    Verb verb = pending.verb();
    if (answer instanceof Answer.Applied applied) {
      log(pending, applied);
      writer.write(out, new Response.Changed(verb, applied.ticket(), true, false));
    } else if (answer instanceof Answer.Unchanged unchanged) {
      writer.write(out, new Response.Changed(verb, unchanged.ticket(), false, false));
    } else if (answer instanceof Answer.Duplicate duplicate) {
      writer.write(out, new Response.Changed(verb, duplicate.ticket(), duplicate.changed(), true));
    } else if (answer instanceof Answer.Rejected rejected) {
      writer.refuse(out, rejected.rejection());
    } else if (answer instanceof Answer.Unavailable) {
      fail(ErrorCode.UNAVAILABLE);
    } else if (answer instanceof Answer.Full) {
      fail(ErrorCode.FULL);
    } else {
      fail(ErrorCode.IN_DOUBT);
    }
  }

  private void fail(ErrorCode code) {
    writer.write(out, new Response.Failed(code, Message.of(code)));
  }

  private void log(Pending pending, Answer.Applied applied) {
    Identity principal = pending.change().principal();
    long id = applied.ticket().id();
    if (pending.verb() == Verb.SENDTICKET) {
      environment.log().filed(peer, principal, id);
    } else {
      environment.log().changed(peer, principal, applied.kind(), id);
    }
  }

  // The dialogue of SENDTICKET

  private Step startDialogue(Request.Dialogue request) {
    dialogue = Optional.of(new Dialogue(request, Optional.empty()));
    writer.prompt(out, true);
    return Step.DONE;
  }

  private Step continueDialogue(Dialogue current, byte[] line) {
    if (current.title().isEmpty()) {
      DialogueText title = environment.parser().title(line, 0, line.length);
      dialogue = Optional.of(new Dialogue(current.request(), Optional.of(title)));
      writer.prompt(out, false);
      return Step.DONE;
    }
    dialogue = Optional.empty();
    watch.ifPresent(this::awaitChange);
    Optional<Parsed.Refused> refusal = current.request().refusal();
    if (refusal.isPresent()) {
      return refuse(refusal.get().code(), refusal.get().message());
    }
    if (who.isEmpty()) {
      return refuse(ErrorCode.NOT_IDENTIFIED, Message.of(ErrorCode.NOT_IDENTIFIED));
    }
    DialogueText description = environment.parser().description(line, 0, line.length);
    for (DialogueText text : List.of(current.title().get(), description)) {
      if (text instanceof DialogueText.Refused refused) {
        return refuse(refused.code(), refused.message());
      }
    }
    errorsInARow = 0;
    return addToRun(
        Verb.SENDTICKET,
        TicketCommand.File.of(
            ((DialogueText.Accepted) current.title().get()).text(),
            ((DialogueText.Accepted) description).text()),
        current.request().key());
  }

  // Everything else

  private Step carryOut(Request request) {
    TicketReader reader = environment.reader();
    if (request instanceof Request.Ident ident) {
      who = Optional.of(ident.identity());
      environment.log().identified(peer, ident.identity());
      return say(new Response.Identified(ident.identity().name()));
    } else if (request instanceof Request.Dialogue start) {
      return startDialogue(start);
    } else if (request instanceof Request.Ping) {
      return say(new Response.Pong());
    } else if (request instanceof Request.Help help) {
      return say(new Response.HelpShown(help.verb()));
    } else if (request instanceof Request.SetLanguage set) {
      language = set.language();
      return speak(new Response.LanguageSet(language));
    } else if (request instanceof Request.SetFormat set) {
      format = set.format();
      return speak(new Response.FormatSet(format));
    } else if (request instanceof Request.Unwatch) {
      endWatch();
      return say(new Response.Unwatched());
    } else if (request instanceof Request.Quit) {
      leaving = "quit";
      writer.write(out, new Response.Bye());
      return Step.CLOSE;
    } else if (!reader.isCurrent()) {
      return Step.CATCH_UP_FIRST;
    } else if (request instanceof Request.ListTickets list) {
      return stream(
          StreamedReply.counted(
              reader.list(list.query()), writer, ResponseWriter::ticketLine, Response.Listed::new));
    } else if (request instanceof Request.Show show) {
      return show(show.id());
    } else if (request instanceof Request.History history) {
      return reader
          .history(history.id(), history.after(), history.limit())
          .map(
              scan ->
                  stream(
                      StreamedReply.counted(
                          scan, writer, ResponseWriter::historyLine, Response.HistoryEnd::new)))
          .orElseGet(() -> noSuchTicket(history.id()));
    } else if (request instanceof Request.Stats) {
      return say(new Response.StatsShown(stats()));
    } else if (request instanceof Request.Watch start) {
      return startWatch(start);
    }
    throw new IllegalArgumentException("no answer to " + request);
  }

  private Step say(Response response) {
    writer.write(out, response);
    return Step.DONE;
  }

  /** Answers in the language and format that hold from now on. */
  private Step speak(Response response) {
    writer = ResponseWriter.of(language, format, environment.zone());
    watch.ifPresent(this::showEventsOf);
    return say(response);
  }

  private Step show(long id) {
    Optional<TicketReader.Details> details = environment.reader().details(id, SHOWN_COMMENTS);
    if (details.isEmpty()) {
      return noSuchTicket(id);
    }
    TicketReader.Details found = details.get();
    writer.details(out, new TicketDetails(found.ticket(), found.description(), found.comments()));
    return say(new Response.Shown());
  }

  private Step noSuchTicket(long id) {
    writer.refuse(out, new Rejection.NoSuchTicket(id));
    return Step.DONE;
  }

  private Stats stats() {
    TicketReader.Figures figures = environment.reader().figures();
    return new Stats(
        figures.tickets(),
        figures.open(),
        figures.inProgress(),
        figures.waiting(),
        figures.closed(),
        figures.events(),
        figures.generation(),
        figures.file(),
        figures.bytes(),
        figures.sync(),
        environment.connections().count(),
        environment.connections().watchers(),
        environment.uptime().get().toSeconds());
  }

  /** Begins a reply that may be long: what can be found at once is written at once. */
  private Step stream(StreamedReply<?> begun) {
    if (begun.slice(out, INLINE_NANOS)) {
      reply = Optional.of(begun);
      return Step.STREAM;
    }
    return Step.DONE;
  }

  private void scan(StreamedReply<?> scanned) {
    ActorRef<SessionMessage> self = context.getSelf();
    environment
        .scans()
        .execute(
            () -> {
              LineBuffer rendered = new LineBuffer();
              try {
                boolean more = scanned.slice(rendered, SLICE_NANOS);
                self.tell(new SessionMessage.Sliced(rendered, more));
              } catch (RuntimeException e) {
                self.tell(new SessionMessage.SliceFailed(e));
              }
            });
  }

  // Watching

  private Step startWatch(Request.Watch request) {
    TicketReader reader = environment.reader();
    long last = reader.lastSeq();
    long since = last;
    if (request.since().isPresent()) {
      since = request.since().get().seq();
      OptionalLong generation = request.since().get().generation();
      if (since > last
          || (generation.isPresent() && generation.getAsLong() != reader.generation())) {
        fail(ErrorCode.GONE);
        return Step.DONE;
      }
    }
    endWatch();
    ChangeScan scan = reader.changes(request.query(), since);
    watch = Optional.of(scan);
    showEventsOf(scan);
    replaying = false;
    state.watching(true);
    environment.connections().watchStarted();
    awaitChange(scan);
    return say(new Response.Watching(reader.generation(), since));
  }

  private void showEventsOf(ChangeScan scan) {
    events = Optional.of(StreamedReply.endless(scan, writer, ResponseWriter::watchLine));
  }

  private void awaitChange(ChangeScan scan) {
    environment.store().tell(new StoreMessage.AwaitChange(scan.seq(), newChanges));
  }

  private void endWatch() {
    if (watch.isPresent()) {
      watch = Optional.empty();
      events = Optional.empty();
      state.watching(false);
      environment.connections().watchEnded();
      environment.store().tell(new StoreMessage.ForgetMe(newChanges));
    }
  }

  /** Whether there may be events to show now: not in a dialogue, which is one reply. */
  private boolean hasEvents() {
    return dialogue.isEmpty()
        && watch.map(scan -> scan.seq() < environment.reader().lastSeq()).orElse(false);
  }

  private Behavior<SessionMessage> sendEvents() {
    if (events.isEmpty() || dialogue.isPresent()) {
      send(Output.Then.READ);
      return Behaviors.same();
    }
    if (replaying) {
      scan(events.get());
      return scanningEvents();
    }
    return sentEvents(events.get().slice(out, INLINE_NANOS));
  }

  private Behavior<SessionMessage> sentEvents(boolean more) {
    replaying = more;
    if (!more) {
      watch.ifPresent(this::awaitChange);
    }
    send(more ? Output.Then.MORE_EVENTS : Output.Then.READ);
    return ready;
  }
}
