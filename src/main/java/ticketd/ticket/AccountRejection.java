package ticketd.ticket;

/** Why a well-formed command on an account was refused by the state it met. Nothing changed. */
public sealed interface AccountRejection {
  record NoSuchAccount(Identity name) implements AccountRejection {}

  /** Under this name or another spelling of it. */
  record Exists(Identity name) implements AccountRejection {}

  /** A closed desk without an enabled admin could never be opened to anybody again. */
  record LastAdmin(Identity name) implements AccountRejection {}

  /** The account that closes the desk must be an admin's. */
  record FirstMustBeAdmin() implements AccountRejection {}

  /** Whoever closes the desk must have the store alone. */
  record OpenElsewhere() implements AccountRejection {}

  record NoSuchToken(long id) implements AccountRejection {}

  /** As many live ones as an account may have. */
  record TooManyTokens(int count) implements AccountRejection {}

  /** More than what it would be made with gives, or than the account's role. */
  record AboveItsMaker() implements AccountRejection {}

  /** Somebody else has changed the password meanwhile. */
  record OtherPassword() implements AccountRejection {}
}
