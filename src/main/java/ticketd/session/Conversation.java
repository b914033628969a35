package ticketd.session;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.NewChanges;
import ticketd.desk.View;
import ticketd.protocol.RequestParser;
import ticketd.protocol.Response;
import ticketd.session.StreamedReply.Outcome;
import ticketd.ticket.Identity;
import ticketd.wire.AccountAnswer;
import ticketd.wire.AccountRequest;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Parsed;
import ticketd.wire.Request;
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
  private Optional<Identity> who = Optional.empty();
  private Optional<Dialogue> dialogue = Optional.empty();
  private boolean isFirstRequest = true;
  private int errorsInARow;
  private Optional<StreamedReply<?>> reply = Optional.empty();

  /** The read that was begun last. */
  private Verb reading = Verb.SHOW;

  private Optional<String> leaving = Optional.empty();

  /**
   * With nothing said yet.
   *
   * @param inlineNanos what the caller's thread may spend on a reply that may be long
   */
  Conversation(
      SessionEnvironment environment,
      SessionSupervisor.Open open,
      ActorRef<NewChanges> newChanges,
      long inlineNanos) {
    this.environment = environment;
    this.peer = open.peer().name();
    this.inlineNanos = inlineNanos;
    this.replies = new Replies(environment.language(), environment.zone());
    this.watch =
        new WatchFeed(environment.desk(), newChanges, open.state(), environment.connections());
    this.reads = new ReadReplies(environment, watch, replies);
    this.tally = new RequestTally(environment.requests());
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
    if (dialogue.isPresent()) {
      Dialogue begun = dialogue.get();
      Optional<Parsed> outcome = begun.take(line, who);
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
    Parsed parsed = environment.parser().parse(line, 0, line.length, who);
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
        errorsInARow = 0;
        run.add(who.orElseThrow(), change);
        return Step.DONE;
      }
      return run.isEmpty() ? carryOut(accepted.request()) : Step.RUN_FIRST;
    }
    return Step.DONE;
  }

  private Step refuse(Parsed.Refused refused, Optional<Verb> verb) {
    Step step = Step.DONE;
    if (refused.code().countsAsError() && ++errorsInARow >= MAX_ERRORS_IN_A_ROW) {
      step = leave(ErrorCode.TOO_MANY_ERRORS);
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

  private Step carryOut(Request request) {
    if (request instanceof Request.Dialogue filing) {
      return begin(new FilingDialogue(filing, environment.parser()));
    } else if (request instanceof Request.Asking asking) {
      return begin(new SecretDialogue(asking, environment.parser()));
    }
    errorsInARow = 0;
    if (request instanceof Request.Read read) {
      reading = read.verb();
      Optional<View> view = environment.desk().now();
      return view.isPresent() ? carryOut(read, view.get()) : Step.CATCH_UP_FIRST;
    } else if (request instanceof Request.OfConnection ofConnection) {
      Step step = carryOut(ofConnection);
      tally.add(request.verb(), replies.failure());
      return step;
    } else if (request instanceof AccountRequest ofAccounts) {
      Step step = carryOut(ofAccounts);
      tally.add(request.verb(), replies.failure());
      return step;
    }
    throw new IllegalArgumentException("no answer to " + request);
  }

  private Step begin(Dialogue begun) {
    dialogue = Optional.of(begun);
    replies.prompt(begun.prompt());
    return Step.DONE;
  }

  /** A desk without accounts compares no secret with anything, and has nothing to change. */
  private Step carryOut(AccountRequest request) {
    if (request instanceof AccountRequest.SignIn) {
      replies.fail(ErrorCode.AUTH_FAILED, Message.of(Text.NO_ACCOUNTS));
    } else if (!(request instanceof AccountRequest.WhoAmI)) {
      replies.fail(ErrorCode.FORBIDDEN, Message.of(Text.NO_ACCOUNTS));
    } else if (who.isEmpty()) {
      replies.fail(ErrorCode.NOT_IDENTIFIED);
    } else {
      replies.say(new Response.OfAccounts(AccountAnswer.WhoIs.claimed(who.get().name())));
    }
    return Step.DONE;
  }

  private Step carryOut(Request.Read request, View view) {
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

  /** The read for which reads were to catch up cannot be answered. */
  void failUnreadable() {
    replies.failUnreadable();
    tally.add(reading, replies.failure());
  }

  private Step carryOut(Request.OfConnection request) {
    if (request instanceof Request.Ident ident) {
      who = Optional.of(ident.identity());
      environment.log().identified(peer, ident.identity());
      replies.say(new Response.Identified(ident.identity().name()));
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
}
