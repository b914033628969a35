package ticketd.desk;

/** Everything committed before {@link Desk#whenCurrent} was called can be read. */
public record Current() {}
