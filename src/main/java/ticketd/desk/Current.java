package ticketd.desk;

/** What {@link Desk#whenCurrent} came to. Whoever is told another than REACHED is to be refused. */
public enum Current {
  /** Everything committed before it was called can be read. */
  REACHED,
  /** Something of it cannot be, since the store is damaged or has no room for it. */
  UNREADABLE,
  /** What was committed cannot be known, since the order is kept elsewhere, and nobody answers. */
  OUT_OF_REACH
}
