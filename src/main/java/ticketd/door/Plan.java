package ticketd.door;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import ticketd.credential.Token;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.wire.AccountAnswer;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;

/** What a door is to do about a request that speaks of accounts. */
public sealed interface Plan {
  /** It is answered. */
  record Say(AccountAnswer answer) implements Plan {}

  record Refuse(ErrorCode code, Message message) implements Plan {
    public static Refuse of(ErrorCode code) {
      return new Refuse(code, Message.of(code));
    }
  }

  /** Somebody signed in; what is to be stored by the way needs no answer. */
  record SignIn(Principal.Known who, Optional<AccountCommand> beside) implements Plan {}

  /** A change of the desk, which decides whether it may be. */
  record Ask(AccountCommand command, Told told) implements Plan {
    /**
     * What is told once it is carried out.
     *
     * @param filedBy how many tickets somebody filed; asked of a new account alone, since it looks
     *     at each
     */
    public AccountAnswer answer(
        Account account, OptionalLong token, ToLongFunction<Identity> filedBy) {
      boolean isNew = command instanceof AccountCommand.Add;
      return told.of(account, token, isNew ? filedBy.applyAsLong(account.name()) : 0);
    }
  }

  /**
   * A password is to be compared or made first.
   *
   * @param start begins that, and is told what came of it, perhaps in another thread
   * @param then what is to be done then
   */
  record Hash(Consumer<Consumer<Passwords.Outcome>> start, Function<Passwords.Outcome, Plan> then)
      implements Plan {}

  /** A session of a browser: what makes it, and the token that it keeps then, for how long. */
  record Session(Ask made, Token token, Duration lifetime) {}

  /** A session lasts for so long from now on once this is carried out. */
  record Renewal(AccountCommand command, Duration lifetime) {}

  /** How a change is told that was carried out. */
  interface Told {
    /**
     * What it is told by.
     *
     * @param token the one that was made
     * @param tickets that come with the name of a new account; 0 for others
     */
    AccountAnswer of(Account account, OptionalLong token, long tickets);
  }
}
