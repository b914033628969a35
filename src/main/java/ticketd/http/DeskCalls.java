package ticketd.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.Desk;
import ticketd.desk.OutOfReachException;
import ticketd.desk.Readiness;
import ticketd.desk.UnreadableException;
import ticketd.desk.View;
import ticketd.ticket.Principal;

/** Asks the desk, whose answers are messages, for whoever goes by futures. Thread-safe. */
final class DeskCalls {
  /** The desk always answers, however long a disk takes; not once its process is about to end. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Whoever looks whether a server is of use waits no longer. */
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final Desk desk;
  private final Executor executor;

  DeskCalls(HttpEnvironment environment) {
    this.system = environment.system();
    this.desk = environment.desk();
    this.executor = environment.system().executionContext();
  }

  /** Where what follows an answer runs: never in the store's own thread. */
  Executor executor() {
    return executor;
  }

  /** What became of a run of changes, one each, in their order. */
  CompletionStage<List<Answer>> change(List<Change> run) {
    return this.<Answers>ask(replyTo -> desk.change(run, replyTo))
        .handleAsync(
            (answers, failure) -> {
              if (failure == null) {
                return answers.answers();
              } else if (isTimeout(failure)) {
                return run.stream().<Answer>map(change -> new Answer.InDoubt()).toList();
              }
              throw new CompletionException(failure);
            },
            executor);
  }

  /**
   * What is stored, with every change acknowledged before this call. Fails with {@link
   * UnreadableException} where that cannot be read, with {@link OutOfReachException} where it
   * cannot be known.
   */
  CompletionStage<View> view() {
    Optional<View> now = desk.now();
    return now.isPresent() ? CompletableFuture.completedFuture(now.get()) : viewOnceCurrent();
  }

  /** The same of what {@code asker} may see. */
  CompletionStage<View> view(Asker asker) {
    Optional<Principal> who = asker.principal();
    return who.isEmpty()
        ? view()
        : view()
            .thenCompose(
                all ->
                    desk.caughtUp(who.get())
                        .<CompletionStage<View>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> view(asker)));
  }

  private CompletionStage<View> viewOnceCurrent() {
    return this.<Current>ask(desk::whenCurrent)
        .thenComposeAsync(
            current ->
                desk.caughtUp()
                    .filter(view -> current == Current.REACHED)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> CompletableFuture.failedFuture(why(current))),
            executor);
  }

  private static RuntimeException why(Current current) {
    return current == Current.OUT_OF_REACH
        ? new OutOfReachException()
        : new UnreadableException("what was committed cannot be read");
  }

  /** Whether a change would be stored now; false where that is not known in time. */
  CompletionStage<Boolean> isReady() {
    return this.<Readiness>ask(desk::probe, PROBE_PATIENCE)
        .handleAsync((readiness, tooLate) -> tooLate == null && readiness.takesChanges(), executor);
  }

  private <T> CompletionStage<T> ask(Consumer<ActorRef<T>> call) {
    return ask(call, PATIENCE);
  }

  /**
   * Calls the desk with an actor to answer to.
   *
   * @param <T> the answer
   */
  private <T> CompletionStage<T> ask(Consumer<ActorRef<T>> call, Duration patience) {
    // The call itself is the question, so that it takes no actor on the way to the store.
    return AskPattern.ask(
        system.<Object>ignoreRef(),
        (ActorRef<T> replyTo) -> {
          call.accept(replyTo);
          return call;
        },
        patience,
        system.scheduler());
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
  }
}
