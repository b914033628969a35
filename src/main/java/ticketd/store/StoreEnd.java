package ticketd.store;

/** Is told, in the store's actor, that the store ends for good. */
public interface StoreEnd {
  /** It failed too often within a short time. */
  void gaveUp();

  /**
   * A later version of the program has written into it, or made it its own: since that was met
   * nothing was read, decided or written. Told once.
   *
   * @param what one line that names the file, and what in it this program does not know
   */
  void newerFormat(String what);

  /**
   * The order, which is kept elsewhere, is not the one that this process has a copy of: since that
   * was met nothing was read, decided or written. Another start makes the copy anew. Told once.
   *
   * @param what one line that says so
   */
  void diverged(String what);
}
