package ticketd.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.door.AccountPlans;
import ticketd.door.AccountRefusals;
import ticketd.door.Deed;
import ticketd.door.Passwords;
import ticketd.door.PeerLog;
import ticketd.door.Plan;
import ticketd.door.Source;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.wire.AccountAnswer;
import ticketd.wire.AccountRequest;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Refusal;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/** Carries out what requests about accounts come to. Thread-safe. */
final class AccountCalls {
  private final AccountPlans plans;
  private final DeskCalls desk;
  private final Askers askers;
  private final PeerLog log;

  AccountCalls(HttpEnvironment environment) {
    this.plans = new AccountPlans(environment.entrance());
    this.desk = new DeskCalls(environment);
    this.askers = new Askers(environment);
    this.log = environment.log();
  }

  /** What came of it. */
  sealed interface Result {}

  /**
   * It is as asked.
   *
   * @param done what was done for that just now
   */
  record Told(AccountAnswer answer, Optional<Done> done) implements Result {}

  /** What was done to an account just now. */
  record Done(Deed deed, Identity account) {}

  record SignedIn(Principal.Known who) implements Result {}

  record Failed(Problem problem) implements Result {}

  AccountPlans plans() {
    return plans;
  }

  /** Done once the accounts are current. */
  CompletionStage<?> current() {
    return desk.view();
  }

  boolean isClosed() {
    return askers.isClosed();
  }

  /**
   * Where the sender is counted from.
   *
   * @throws Refusal where a secret may not come by that way
   */
  Source source(Call call) throws Refusal {
    if (!askers.isSafe(call.peer(), call.caller())) {
      throw new Refusal(ErrorCode.TLS_REQUIRED, Message.of(ErrorCode.TLS_REQUIRED));
    }
    return Source.of(call.caller().address());
  }

  /** The answer to a request of somebody who signed in; in an open desk there is nothing to ask. */
  CompletionStage<HttpResponse> answer(Call call, AccountRequest request, Showing showing)
      throws Refusal {
    Optional<Principal.Known> who = call.asker().known();
    if (who.isEmpty()) {
      throw new Refusal(ErrorCode.FORBIDDEN, Message.of(Text.NO_ACCOUNTS));
    }
    return carryOut(plans.of(request, who.get(), source(call)), who)
        .thenApply(
            result -> {
              if (result instanceof Failed failed) {
                return failed.problem().in(call.language());
              }
              log(call, result);
              return showing.of(((Told) result).answer());
            });
  }

  /** Tells the log what was done just now, if anything, for whoever asked. */
  void log(Call call, Result result) {
    if (result instanceof Told told && told.done().isPresent()) {
      Done done = told.done().get();
      log.did(
          call.peer().name(),
          call.asker().known().orElseThrow().who(),
          done.deed(),
          done.account().name());
    }
  }

  /** How an answer is shown. */
  interface Showing {
    HttpResponse of(AccountAnswer answer);
  }

  /** What becomes of a plan of {@code who}, who is there unless it begins with a sign-in. */
  CompletionStage<Result> carryOut(Plan plan, Optional<Principal.Known> who) {
    if (plan instanceof Plan.Say say) {
      return CompletableFuture.completedFuture(new Told(say.answer(), Optional.empty()));
    } else if (plan instanceof Plan.Refuse refuse) {
      return CompletableFuture.completedFuture(
          new Failed(Problem.of(refuse.code(), refuse.message())));
    } else if (plan instanceof Plan.SignIn in) {
      in.beside().ifPresent(command -> ask(command, in.who()));
      return CompletableFuture.completedFuture(new SignedIn(in.who()));
    } else if (plan instanceof Plan.Hash hash) {
      CompletableFuture<Passwords.Outcome> hashed = new CompletableFuture<>();
      hash.start().accept(hashed::complete);
      // Not on the thread that hashes for all.
      return hashed.thenComposeAsync(
          outcome -> carryOut(hash.then().apply(outcome), who), desk.executor());
    }
    Plan.Ask asked = (Plan.Ask) plan;
    return ask(asked.command(), who.orElseThrow()).thenCompose(answer -> told(asked, answer));
  }

  private CompletionStage<Answer> ask(AccountCommand command, Principal who) {
    return desk.change(List.of(new Change(who, command, Optional.empty())))
        .thenApply(answers -> answers.get(0));
  }

  private CompletionStage<Result> told(Plan.Ask asked, Answer answer) {
    if (answer instanceof Answer.AccountDone done) {
      return desk.view()
          .thenApply(
              view ->
                  new Told(
                      asked.answer(done.account(), done.token(), view::filedBy),
                      done.changed()
                          ? Deed.of(asked.command())
                              .map(deed -> new Done(deed, done.account().name()))
                          : Optional.empty()));
    } else if (answer instanceof Answer.AccountRefused refused) {
      Plan.Refuse refuse = AccountRefusals.of(refused.rejection());
      return CompletableFuture.completedFuture(
          new Failed(Problem.of(refuse.code(), refuse.message())));
    }
    Outcome outcome = Outcome.of(Verb.USER, answer, false);
    return CompletableFuture.completedFuture(new Failed(((Outcome.Refused) outcome).problem()));
  }
}
