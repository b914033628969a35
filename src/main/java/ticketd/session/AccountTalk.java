package ticketd.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.door.AccountPlans;
import ticketd.door.AccountRefusals;
import ticketd.door.Deed;
import ticketd.door.Passwords;
import ticketd.door.Peer;
import ticketd.door.Plan;
import ticketd.door.Source;
import ticketd.protocol.Response;
import ticketd.session.Conversation.Step;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.wire.AccountAnswer;
import ticketd.wire.AccountRequest;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Request;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * What one connection is answered about accounts, its own sign-in first of all. The accounts are
 * current when a request comes here.
 */
final class AccountTalk {
  /** The last refusal of a credential closes the connection. */
  private static final int MOST_REFUSALS = 3;

  private final SessionEnvironment environment;
  private final Peer peer;
  private final Source source;
  private final Speaker speaker;
  private final WatchFeed watch;
  private final Replies replies;
  private final AccountPlans plans;

  /** Takes answers that nobody waits for. */
  private final ActorRef<Answers> unheard;

  private int refusals;

  /** Of the request that is being carried out. */
  private Verb verb = Verb.AUTH;

  /** What its last step was, which must be waited for. */
  private Plan plan = Plan.Refuse.of(ErrorCode.AUTH_FAILED);

  AccountTalk(
      SessionEnvironment environment,
      Peer peer,
      Speaker speaker,
      WatchFeed watch,
      Replies replies,
      ActorRef<Answers> unheard) {
    this.environment = environment;
    this.peer = peer;
    this.source = Source.of(peer.address());
    this.speaker = speaker;
    this.watch = watch;
    this.replies = replies;
    this.unheard = unheard;
    this.plans = new AccountPlans(environment.entrance());
  }

  /** Whether a request that holds a secret, or is answered by one, may come this way. */
  boolean isSafe(Request request) {
    boolean isSecret =
        request instanceof Request.Asking
            || request instanceof AccountRequest.SignIn
            || request instanceof AccountRequest.NewPassword
            || request instanceof AccountRequest.NewToken
            || request instanceof AccountRequest.AddUser;
    return !isSecret || environment.entrance().secrecy().holds(peer, false);
  }

  Verb verb() {
    return verb;
  }

  Step begin(AccountRequest request) {
    verb = request.verb();
    if (!environment.entrance().accounts().isClosed()) {
      return inOpenDesk(request);
    } else if (request instanceof AccountRequest.SignIn in) {
      return follow(plans.signIn(in.credential(), source));
    }
    return follow(plans.of(request, speaker.known().orElseThrow(), source));
  }

  /** A desk without accounts compares no secret with anything, and has nothing to change. */
  private Step inOpenDesk(AccountRequest request) {
    if (request instanceof AccountRequest.SignIn) {
      replies.fail(ErrorCode.AUTH_FAILED, Message.of(Text.NO_ACCOUNTS));
    } else if (!(request instanceof AccountRequest.WhoAmI)) {
      replies.fail(ErrorCode.FORBIDDEN, Message.of(Text.NO_ACCOUNTS));
    } else {
      say(AccountAnswer.WhoIs.claimed(speaker.who().orElseThrow().name()));
    }
    return Step.DONE;
  }

  private void say(AccountAnswer answer) {
    replies.say(new Response.OfAccounts(answer));
  }

  private Step follow(Plan next) {
    plan = next;
    if (next instanceof Plan.Say say) {
      say(say.answer());
    } else if (next instanceof Plan.Refuse refuse) {
      replies.fail(refuse.code(), refuse.message());
      if (refuse.code() == ErrorCode.AUTH_FAILED && ++refusals >= MOST_REFUSALS) {
        return Step.CLOSE;
      }
    } else if (next instanceof Plan.SignIn in) {
      signIn(in);
    } else {
      return next instanceof Plan.Hash ? Step.HASH_FIRST : Step.ASK_FIRST;
    }
    return Step.DONE;
  }

  private void signIn(Plan.SignIn in) {
    watch.end();
    speaker.signIn(in.who());
    environment.log().identified(peer.name(), in.who().who());
    in.beside().ifPresent(command -> environment.desk().change(List.of(change(command)), unheard));
    say(new AccountAnswer.SignedIn(in.who().who().name(), in.who().role(), in.who().expiresAt()));
  }

  void hash(Consumer<Passwords.Outcome> told) {
    ((Plan.Hash) plan).start().accept(told);
  }

  Step hashed(Passwords.Outcome outcome) {
    return follow(((Plan.Hash) plan).then().apply(outcome));
  }

  Change command() {
    return change(((Plan.Ask) plan).command());
  }

  private Change change(AccountCommand command) {
    return new Change(speaker.known().orElseThrow(), command, Optional.empty());
  }

  /** What became of the command. */
  Step answered(Answer answer) {
    Plan.Ask asked = (Plan.Ask) plan;
    if (answer instanceof Answer.AccountDone done) {
      if (done.changed()) {
        Deed.of(asked.command()).ifPresent(deed -> tellLog(deed, done.account()));
      }
      goOn(asked.command(), done);
      say(asked.answer(done.account(), done.token(), this::filedBy));
    } else if (answer instanceof Answer.AccountRefused refused) {
      return follow(AccountRefusals.of(refused.rejection()));
    } else {
      replies.answer(verb, answer);
    }
    return Step.DONE;
  }

  private long filedBy(Identity name) {
    return environment.desk().caughtUp().map(view -> view.filedBy(name)).orElse(0L);
  }

  private void tellLog(Deed deed, Account account) {
    Identity who = speaker.known().orElseThrow().who();
    environment.log().did(peer.name(), who, deed, account.name().name());
  }

  /** The connection that changes its own password goes on. */
  private void goOn(AccountCommand command, Answer.AccountDone done) {
    Optional<Principal.Known> known =
        speaker
            .known()
            .filter(it -> it.credential() == Principal.Credential.ByPassword.INSTANCE)
            .filter(it -> it.who().equals(done.account().name()));
    boolean isPassword =
        command instanceof AccountCommand.ChangePassword
            || command instanceof AccountCommand.SetPassword;
    if (isPassword && known.isPresent()) {
      speaker.goOn(done.account(), done.seq());
      if (watch.isOn()) {
        // Where it cannot be read now, it ends where the old right did.
        speaker.view(environment.desk()).ifPresent(watch::goOn);
      }
    }
  }
}
