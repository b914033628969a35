package ticketd.door;

import java.util.Locale;
import java.util.Optional;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.QueryCommand;

/** What somebody did to what belongs to no ticket, as the log names it. */
public enum Deed {
  SAVED,
  UNSAVED,
  ACCOUNT_ADDED,
  ACCOUNT_DISABLED,
  ACCOUNT_ENABLED,
  ROLE_SET,
  PASSWORD_SET,
  TOKEN_MADE,
  TOKEN_REVOKED;

  /** For programs; stable. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Deed of(QueryCommand command) {
    return command instanceof QueryCommand.Save ? SAVED : UNSAVED;
  }

  /** What is done by the way of a sign-in, or of a session's use, is none. */
  public static Optional<Deed> of(AccountCommand command) {
    if (command instanceof AccountCommand.Add) {
      return Optional.of(ACCOUNT_ADDED);
    } else if (command instanceof AccountCommand.Disable) {
      return Optional.of(ACCOUNT_DISABLED);
    } else if (command instanceof AccountCommand.Enable) {
      return Optional.of(ACCOUNT_ENABLED);
    } else if (command instanceof AccountCommand.SetRole) {
      return Optional.of(ROLE_SET);
    } else if (command instanceof AccountCommand.SetPassword
        || command instanceof AccountCommand.ChangePassword) {
      return Optional.of(PASSWORD_SET);
    } else if (command instanceof AccountCommand.MakeToken) {
      return Optional.of(TOKEN_MADE);
    } else if (command instanceof AccountCommand.RevokeToken) {
      return Optional.of(TOKEN_REVOKED);
    }
    return Optional.empty();
  }
}
