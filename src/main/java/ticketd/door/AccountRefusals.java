package ticketd.door;

import ticketd.ticket.AccountRejection;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/**
 * Refusals by the state of the accounts: their codes, and what they say without quoting anything.
 */
public final class AccountRefusals {
  private AccountRefusals() {}

  public static Plan.Refuse of(AccountRejection rejection) {
    if (rejection instanceof AccountRejection.NoSuchAccount) {
      return noSuchAccount();
    } else if (rejection instanceof AccountRejection.NoSuchToken) {
      return new Plan.Refuse(ErrorCode.NOT_FOUND, Message.of(Text.NO_SUCH_TOKEN));
    } else if (rejection instanceof AccountRejection.AboveItsMaker) {
      return new Plan.Refuse(ErrorCode.FORBIDDEN, Message.of(Text.ABOVE_ITS_MAKER));
    } else if (rejection instanceof AccountRejection.OtherPassword) {
      return Plan.Refuse.of(ErrorCode.AUTH_FAILED);
    }
    return new Plan.Refuse(ErrorCode.CONFLICT, conflict(rejection));
  }

  private static Message conflict(AccountRejection rejection) {
    if (rejection instanceof AccountRejection.Exists) {
      return Message.of(Text.ACCOUNT_EXISTS);
    } else if (rejection instanceof AccountRejection.LastAdmin) {
      return Message.of(Text.LAST_ADMIN);
    } else if (rejection instanceof AccountRejection.FirstMustBeAdmin) {
      return Message.of(Text.FIRST_MUST_BE_ADMIN);
    } else if (rejection instanceof AccountRejection.OpenElsewhere) {
      return Message.of(Text.OPEN_ELSEWHERE);
    } else if (rejection instanceof AccountRejection.TooManyTokens many) {
      return Message.of(Text.TOO_MANY_TOKENS, many.count());
    }
    throw new IllegalArgumentException("no text for " + rejection);
  }

  static Plan.Refuse noSuchAccount() {
    return new Plan.Refuse(ErrorCode.NOT_FOUND, Message.of(Text.NO_SUCH_ACCOUNT));
  }
}
