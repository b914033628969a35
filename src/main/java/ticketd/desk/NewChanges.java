package ticketd.desk;

/** There are changes behind the number given to {@link Desk#awaitChange}. */
public record NewChanges() {}
