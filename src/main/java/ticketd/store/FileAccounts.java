package ticketd.store;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.desk.View;
import ticketd.journal.JournalException;
import ticketd.journal.SharedLog;
import ticketd.journal.Turn;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.AccountRejection;
import ticketd.ticket.Accounts;
import ticketd.ticket.Principal;

/**
 * The accounts of a store for whoever may write its file or its tables, beside running servers or
 * without one. It waits, and is for one thread.
 */
public final class FileAccounts implements AutoCloseable {
  private final OpenStore store;
  private final Clock clock;

  /** Over an open log, which {@link #close} closes. */
  public FileAccounts(OpenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** As of the end of the log at the last {@link #run}, or at the opening. */
  public Accounts accounts() {
    return store.index().accounts();
  }

  /** What is stored, all of it, likewise. */
  public View view() {
    return store.reader();
  }

  /**
   * Carries out the commands, all of them or, where one is refused, none. Whoever closes an open
   * desk must have the store alone, since its servers have let everybody in.
   *
   * @return one answer each; where one is refused, that one alone
   * @throws JournalException when the store cannot be written
   */
  public List<Answer> run(Principal.Root who, List<AccountCommand> commands) {
    while (true) {
      Optional<List<Answer>> answers = attempt(who, commands);
      if (answers.isPresent()) {
        return answers.get();
      }
    }
  }

  /** Empty where somebody else has appended meanwhile. */
  private Optional<List<Answer>> attempt(Principal.Root who, List<AccountCommand> commands) {
    SharedLog log = store.log();
    try (Turn turn = log.turn()) {
      log.replica().catchUp(store.index()::apply);
      if (!accounts().isClosed() && !turn.isAlone()) {
        return Optional.of(
            List.of(new Answer.AccountRefused(new AccountRejection.OpenElsewhere())));
      }
      turn.raiseFormat();
      Deciding deciding = new Deciding(store, turn.batch(), clock.instant());
      List<Answer> answers =
          commands.stream()
              .map(command -> deciding.decide(new Change(who, command, Optional.empty())))
              .toList();
      Optional<Answer> refused =
          answers.stream().filter(answer -> !(answer instanceof Answer.AccountDone)).findFirst();
      if (refused.isPresent()) {
        return Optional.of(List.of(refused.get()));
      }
      if (turn.append() == Turn.Outcome.BEHIND) {
        return Optional.empty();
      }
      deciding.applyTo(log.replica().position());
      return Optional.of(answers);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
