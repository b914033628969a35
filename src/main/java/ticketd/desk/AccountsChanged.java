package ticketd.desk;

/** An account has changed, as {@link Desk#awaitAccounts} asked to be told. */
public record AccountsChanged() {}
