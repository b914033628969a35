package ticketd.door;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.credential.Password;
import ticketd.credential.PasswordHash;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Accounts;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Standing;
import ticketd.ticket.Verifier;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/**
 * Passwords at every door: compared and made on the one thread for that, slowed down by where they
 * come from. What comes of it is told on that thread, or at once where it is refused unhashed.
 */
public final class Passwords {
  private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

  private final Penalties penalties;
  private final HashQueue queue;
  private final PasswordHash hash;
  private final SecureRandom random = new SecureRandom();

  public Passwords(Penalties penalties, HashQueue queue, PasswordHash hash) {
    this.penalties = penalties;
    this.queue = queue;
    this.hash = hash;
  }

  /** What became of it. */
  public sealed interface Outcome {}

  /**
   * The password is right; {@code rehash} is worth doing, since its cost is not the present one.
   */
  public record Right(Principal.Known who, Optional<AccountCommand.Rehash> rehash)
      implements Outcome {}

  /** What is to be stored of a password. */
  public record Made(Optional<Verifier> old, Verifier verifier) implements Outcome {}

  public record Refused(ErrorCode code, Message message) implements Outcome {
    static Refused failed() {
      return new Refused(ErrorCode.AUTH_FAILED, Message.of(ErrorCode.AUTH_FAILED));
    }
  }

  /** Whose password it is, and whether it is, by accounts that are current. */
  public void compare(
      Accounts accounts,
      Source source,
      Optional<Identity> name,
      Password password,
      Consumer<Outcome> told) {
    onTurn(
        source,
        told,
        () -> {
          long since = accounts.changedAt();
          Optional<Account> account = name.flatMap(accounts::account).filter(Account::enabled);
          Optional<Verifier> verifier = account.flatMap(Account::password);
          if (!hash.matches(verifier, password)) {
            penalties.failed(source);
            return Refused.failed();
          }
          Verifier kept = verifier.orElseThrow();
          return new Right(
              Standing.ofPassword(account.orElseThrow(), since),
              hash.isOutdated(kept)
                  ? Optional.of(
                      new AccountCommand.Rehash(
                          account.get().name(), kept, hash.make(password, random)))
                  : Optional.empty());
        });
  }

  /** Another password in place of one's own, which {@code old} must be; an empty one for none. */
  public void change(
      Accounts accounts,
      Source source,
      Identity name,
      Password old,
      Password chosen,
      Consumer<Outcome> told) {
    onTurn(
        source,
        told,
        () -> {
          Optional<Verifier> verifier = accounts.account(name).flatMap(Account::password);
          boolean isRight = verifier.isEmpty() ? old.isEmpty() : hash.matches(verifier, old);
          if (!isRight) {
            penalties.failed(source);
            return Refused.failed();
          }
          return new Made(verifier, hash.make(chosen, random));
        });
  }

  /** A password for somebody else. */
  public void make(Source source, Password chosen, Consumer<Outcome> told) {
    onTurn(source, told, () -> new Made(Optional.empty(), hash.make(chosen, random)));
  }

  private interface Work {
    Outcome outcome();
  }

  private void onTurn(Source source, Consumer<Outcome> told, Work work) {
    Optional<Duration> left = penalties.refused(source);
    if (left.isPresent()) {
      told.accept(
          new Refused(
              ErrorCode.AUTH_FAILED, Message.of(Text.TOO_MANY_FAILURES, left.get().toSeconds())));
    } else if (!queue.offer(source, () -> told.accept(outcome(work)))) {
      told.accept(new Refused(ErrorCode.UNAVAILABLE, Message.of(Text.PASSWORDS_BUSY)));
    }
  }

  /** Whoever waits for it is told of a fault of ours too. */
  private static Outcome outcome(Work work) {
    try {
      return work.outcome();
    } catch (RuntimeException e) {
      LOG.error("a password could not be compared, or made into a verifier", e);
      return new Refused(ErrorCode.UNAVAILABLE, Message.of(Text.FAULT));
    }
  }
}
