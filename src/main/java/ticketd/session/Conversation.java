package ticketd.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.NewChanges;
import ticketd.desk.View;
import ticketd.door.Passwords;
import ticketd.protocol.RequestParser;
import ticketd.protocol.Response;
import ticketd.session.StreamedReply.Outcome;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.wire.AccountRequest;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Parsed;
import ticketd.wire.Rejections;
import ticketd.wire.Request;
import ticketd.wire.SavedReads;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * What one connection said so far and what it makes of the next line: who it is, the dialogue it is
 * in, the changes it asked for in a row, its watch, its replies. It waits for nothing; what must be
 * waited for it tells by a {@link Step}.
 */
final class Conversation {
  private static final int MAX_ERRORS_IN_A_ROW = 20;

  /** What to do behind a line. */
  enum Step {
    /** It is answered, or part of the run. */
    DONE,
    /** The run before it must be answered first. */
    RUN_FIRST,
    /** Reads must catch up first. */
    CATCH_UP_FIRST,
    /** A password must be hashed first, see {@link #hash}. */
    HASH_FIRST,
    /** The desk must answer {@link #command} first. */
    ASK_FIRST,
    /** Its reply goes on for longer. */
    STREAM,
    CLOSE
  }

  private final SessionEnvironment environment;
  private final String peer;
  private final long inlineNanos;
  private final Replies replies;
  private final ChangeRun run = new ChangeRun();
  private final WatchFeed watch;
  private final ReadReplies reads;
  private final RequestTally tally;
  private final Speaker speaker;
  private final AccountTalk accounts;
  private Optional<Dialogue> dialogue = Optional.empty();
  private boolean isFirstRequest = true;
  private int errorsInARow;
  private Optional<StreamedReply<?>> reply = Optional.empty();

  /** What a dialogue came to, where it must wait for the accounts to be current. */
  private Optional<Request> due = Optional.empty();

  /** Whether all that was committed before these lines came can be read. */
  private boolean isCaughtUp;

  /**
   * Whether whoever speaks is no stranger and was found good, by all that was committed before
   * these lines came: what is sent behind the end of a right comes in a later read.
   */
  private boolean isCleared;

  /** The read that was begun last. */
  private Verb reading = Verb.SHOW;

  private Optional<String> leaving = Optional.empty();

  /**
   * With nothing said yet.
   *
   * @param unheard takes answers that nobody waits for
   * @param onRevoked runs, perhaps more than once, when what its peer signed in with has ended
   * @param inlineNanos what the caller's thread may spend on a reply that may be long
   */
  Conversation(
      SessionEnvironment environment,
      SessionSupervisor.Open open,
      ActorRef<NewChanges> newChanges,
      ActorRef<Answers> unheard,
      Runnable onRevoked,
      long inlineNanos) {
    this.environment = environment;
    this.peer = open.peer().name();
    this.inlineNanos = inlineNanos;
    this.replies = new Replies(environment.language(), environment.lines());
    this.watch =
        new WatchFeed(environment.desk(), newChanges, open.state(), environment.connections());
    this.reads = new ReadReplies(environment, watch, replies);
    this.tally = new RequestTally(environment.requests());
    this.speaker = new Speaker(environment.entrance(), open.state(), onRevoked);
    this.accounts = new AccountTalk(environment, open.peer(), speaker, watch, replies, unheard);
  }

  Replies replies() {
    return replies;
  }

  /** Changes that were asked for and not sent yet. */
  ChangeRun run() {
    return run;
  }

  /** The requests that were answered and not counted yet. */
  RequestTally tally() {
    return tally;
  }

  WatchFeed watch() {
    return watch;
  }

  /** In a dialogue, which is one reply, there is no place for events. */
  boolean isInDialogue() {
    return dialogue.isPresent();
  }

  /** Behind {@link Step#STREAM}: what goes on for longer. */
  StreamedReply<?> reply() {
    return reply.orElseThrow();
  }

  /** Why the connection ends, once it is known: {@code quit}, or the code of the closing error. */
  Optional<String> leaving() {
    return leaving;
  }

  Step take(byte[] line) {
    if (due.isPresent()) {
      Request request = due.get();
      due = Optional.empty();
      return carryOut(request);
    }
    if (speaker.isStranger() && isTooLong(line)) {
      return leave(ErrorCode.LINE_TOO_LONG);
    }
    if (dialogue.isPresent()) {
      Dialogue begun = dialogue.get();
      Optional<Parsed> outcome = begun.take(line, speaker.who());
      if (outcome.isEmpty()) {
        replies.prompt(begun.prompt());
        return Step.DONE;
      }
      dialogue = Optional.empty();
      watch.awaitChange();
      return outcome.get() instanceof Parsed.Refused refused
          ? refuse(refused, Optional.of(begun.verb()))
          : carryOut(outcome.get());
    }
    if (isFirstRequest && RequestParser.isHttpRequestLine(line, 0, line.length)) {
      return leave(ErrorCode.NOT_THIS_PROTOCOL);
    }
    Parsed parsed = environment.parser().parse(line, 0, line.length, speaker.who());
    isFirstRequest &= parsed instanceof Parsed.Blank;
    if (parsed instanceof Parsed.Refused refused) {
      return run.isEmpty()
          ? refuse(refused, environment.parser().verb(line, 0, line.length))
          : Step.RUN_FIRST;
    }
    return carryOut(parsed);
  }

  private Step carryOut(Parsed parsed) {
    if (parsed instanceof Parsed.Accepted accepted) {
      if (accepted.request() instanceof Request.Change change) {
        if (run.endsOpen()) {
          return Step.RUN_FIRST;
        }
        run.add(speaker.principal().orElseThrow(), change);
        if (!run.endsOpen()) {
          errorsInARow = 0;
        }
        return Step.DONE;
      }
      return run.isEmpty() ? carryOut(accepted.request()) : Step.RUN_FIRST;
    }
    return Step.DONE;
  }

  /** Says what became of each change of the run; false where the connection ends by that. */
  boolean answered(List<Answer> answers) {
    int last = answers.size() - 1;
    boolean isTooMuch = run.endsOpen() && isErrorTooMuch(answers.get(last));
    boolean isKnown =
        run.answer(
            isTooMuch ? answers.subList(0, last) : answers,
            replies,
            tally,
            environment.log(),
            peer);
    if (!isKnown) {
      leave(ErrorCode.REVOKED);
    } else if (isTooMuch) {
      leave(ErrorCode.TOO_MANY_ERRORS);
      tally.add(Verb.TAKE, replies.failure());
    }
    return isKnown && !isTooMuch;
  }

  /** Counts an answer that only the desk could give. */
  private boolean isErrorTooMuch(Answer answer) {
    boolean isError =
        answer instanceof Answer.Rejected rejected
            && Rejections.code(rejected.rejection()).countsAsError();
    errorsInARow = isError ? errorsInARow + 1 : 0;
    return errorsInARow >= MAX_ERRORS_IN_A_ROW;
  }

  private static boolean isTooLong(byte[] line) {
    int end = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return end > ConnectionState.STRANGERS_LINE;
  }

  /** Behind a wait: whether what its peer signed in with holds by what is known by now. */
  boolean isGood() {
    speaker.resume();
    return speaker.isGood();
  }

  /** It is over. */
  void end() {
    watch.end();
    speaker.leave();
  }

  private Step refuse(Parsed.Refused refused, Optional<Verb> verb) {
    Step step = Step.DONE;
    if (refused.code().countsAsError() && ++errorsInARow >= MAX_ERRORS_IN_A_ROW) {
      step = leave(ErrorCode.TOO_MANY_ERRORS);
    } else if (refused.code() == ErrorCode.NOT_IDENTIFIED && speaker.isStranger()) {
      replies.fail(refused.code(), Message.of(Text.SIGN_IN_FIRST));
    } else {
      replies.fail(refused.code(), refused.message());
    }
    tally.add(verb, replies.failure());
    return step;
  }

  /** Says why the connection ends. */
  Step leave(ErrorCode code) {
    return leave(code, Message.of(code));
  }

  /** The same in other words than the code's own. */
  Step leave(ErrorCode code, Message message) {
    leaving = Optional.of(code.wireName());
    replies.fail(code, message);
    return Step.CLOSE;
  }

  /** Lines have come, of which none is taken yet. */
  void begin(long receivedAt) {
    tally.begin(receivedAt);
    isCaughtUp = false;
  }

  /** Lines are taken, behind a wait. */
  void resume() {
    isCleared = false;
    speaker.resume();
  }

  /** All that was committed before the lines came can be read now. */
  void caughtUp() {
    isCaughtUp = true;
  }

  private Step carryOut(Request request) {
    if (!isCleared) {
      if (speaker.isStranger()) {
        if (!isForStrangers(request)) {
          return refuseStranger(request);
        }
      } else if (!isCurrent()) {
        return await(request);
      } else if (!speaker.isGood()) {
        return leave(ErrorCode.REVOKED);
      } else {
        isCleared = true;
      }
    }
    if (request instanceof Request.Dialogue filing) {
      return begin(new FilingDialogue(filing, environment.parser()));
    } else if (request instanceof Request.Asking asking) {
      return accounts.isSafe(request)
          ? begin(new SecretDialogue(asking, environment.parser()))
          : leave(ErrorCode.TLS_REQUIRED);
    }
    if (request instanceof Request.Read read) {
      reading = read.verb();
      if (!speaker.mayReadTheDesk() && isOfTheDesk(read)) {
        errorsInARow = 0;
        replies.fail(ErrorCode.FORBIDDEN);
        tally.add(reading, ErrorCode.FORBIDDEN);
        return Step.DONE;
      }
      Optional<View> view = view();
      return view.isPresent() ? carryOut(read, view.get()) : Step.CATCH_UP_FIRST;
    }
    errorsInARow = 0;
    if (request instanceof Request.OfConnection ofConnection) {
      Step step = carryOut(ofConnection);
      tally.add(request.verb(), replies.failure());
      return step;
    } else if (request instanceof AccountRequest ofAccounts) {
      if (!accounts.isSafe(request)) {
        return leave(ErrorCode.TLS_REQUIRED);
      } else if (!isUpToDate()) {
        return await(request);
      }
      return follow(request.verb(), accounts.begin(ofAccounts));
    }
    throw new IllegalArgumentException("no answer to " + request);
  }

  private static boolean isOfTheDesk(Request.Read read) {
    return read instanceof Request.Stats
        || read instanceof Request.Report
        || read instanceof Request.Saved
        || SavedReads.isOne(read);
  }

  /** Empty where reads must catch up first. */
  private Optional<View> view() {
    return isUpToDate() ? speaker.view(environment.desk()) : Optional.empty();
  }

  /** Once is enough for all lines that came together. */
  private boolean isUpToDate() {
    if (!isCaughtUp) {
      isCaughtUp = environment.desk().now().isPresent();
    }
    return isCaughtUp;
  }

  /** What somebody signed in with may have ended by a change that is not known here yet. */
  private boolean isCurrent() {
    return speaker.known().isEmpty() || isUpToDate();
  }

  /** Its line may be no request, but the last one of a dialogue. */
  private Step await(Request request) {
    reading = request.verb();
    due = Optional.of(request);
    return Step.CATCH_UP_FIRST;
  }

  private static boolean isForStrangers(Request request) {
    return request instanceof AccountRequest.SignIn
        || request instanceof Request.Dialogue
        || request instanceof Request.Asking
        || (request instanceof Request.OfConnection
            && !(request instanceof Request.Ident || request instanceof Request.Unwatch));
  }

  private Step refuseStranger(Request request) {
    return refuse(
        new Parsed.Refused(ErrorCode.NOT_IDENTIFIED, Message.of(ErrorCode.NOT_IDENTIFIED)),
        Optional.of(request.verb()));
  }

  /** Behind {@link Step#HASH_FIRST}: begins it; {@code told} may run in any thread. */
  void hash(Consumer<Passwords.Outcome> told) {
    accounts.hash(told);
  }

  /** What comes behind that. */
  Step hashed(Passwords.Outcome outcome) {
    return follow(accounts.verb(), accounts.hashed(outcome));
  }

  /** Behind {@link Step#ASK_FIRST}. */
  Change command() {
    return accounts.command();
  }

  /** What comes behind that. */
  Step answered(Answer answer) {
    return answer instanceof Answer.Revoked
        ? leave(ErrorCode.REVOKED)
        : follow(accounts.verb(), accounts.answered(answer));
  }

  /** A refusal too many closes the connection behind its reply. */
  private Step follow(Verb verb, Step step) {
    if (step == Step.DONE || step == Step.CLOSE) {
      tally.add(verb, replies.failure());
    }
    if (step == Step.CLOSE) {
      leaving = Optional.of(ErrorCode.AUTH_FAILED.wireName());
    }
    return step;
  }

  private Step begin(Dialogue begun) {
    dialogue = Optional.of(begun);
    replies.prompt(begun.prompt());
    return Step.DONE;
  }

  private Step carryOut(Request.Read asked, View view) {
    Request.Read request = asked;
    if (SavedReads.isOne(asked)) {
      SavedReads.Outcome outcome = SavedReads.with(view.saved(), asked);
      if (outcome instanceof SavedReads.Outcome.Refused refused) {
        return refuse(
            new Parsed.Refused(
                Rejections.code(refused.rejection()), Rejections.message(refused.rejection())),
            Optional.of(reading));
      }
      request = ((SavedReads.Outcome.Ready) outcome).request();
    }
    errorsInARow = 0;
    Optional<StreamedReply<?>> begun = reads.answer(request, view);
    if (begun.isEmpty()) {
      tally.add(reading, replies.failure());
      return Step.DONE;
    }
    // What can be found at once is written at once.
    Outcome outcome = begun.get().slice(replies.out(), inlineNanos);
    if (outcome == Outcome.MORE) {
      reply = begun;
      return Step.STREAM;
    }
    streamed(outcome);
    return Step.DONE;
  }

  /** The long reply is written, to its end or to where it cannot be read. */
  void streamed(Outcome outcome) {
    tally.add(reading, outcome == Outcome.BROKEN ? ErrorCode.UNAVAILABLE : null);
  }

  /** What reads were to catch up for cannot be answered. */
  void failToRead(Current why) {
    due = Optional.empty();
    if (why == Current.OUT_OF_REACH) {
      replies.fail(ErrorCode.UNAVAILABLE, Message.of(Text.OUT_OF_REACH));
    } else {
      replies.failUnreadable();
    }
    tally.add(reading, replies.failure());
  }

  private Step carryOut(Request.OfConnection request) {
    if (request instanceof Request.Ident ident) {
      identify(ident.identity());
    } else if (request instanceof Request.Ping) {
      replies.say(new Response.Pong());
    } else if (request instanceof Request.Help help) {
      replies.say(new Response.HelpShown(help.about()));
    } else if (request instanceof Request.SetLanguage set) {
      replies.speak(set.language());
      watch.showIn(replies.writer());
      replies.say(new Response.LanguageSet(set.language()));
    } else if (request instanceof Request.SetFormat set) {
      replies.speak(set.format());
      watch.showIn(replies.writer());
      replies.say(new Response.FormatSet(set.format()));
    } else if (request instanceof Request.Unwatch) {
      watch.end();
      replies.say(new Response.Unwatched());
    } else if (request instanceof Request.Quit) {
      leaving = Optional.of("quit");
      replies.say(new Response.Bye());
      return Step.CLOSE;
    } else {
      throw new IllegalArgumentException("no answer to " + request);
    }
    return Step.DONE;
  }

  /** In a closed desk everybody is who they signed in as. */
  private void identify(Identity name) {
    Optional<Principal.Known> known = speaker.known();
    if (known.isPresent() && !known.get().who().equals(name)) {
      replies.fail(ErrorCode.FORBIDDEN);
      return;
    }
    if (known.isEmpty()) {
      speaker.claim(name);
      environment.log().identified(peer, name);
    }
    replies.say(new Response.Identified(speaker.who().orElseThrow().name()));
  }
}
