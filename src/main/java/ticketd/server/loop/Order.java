package ticketd.server.loop;

/** When an {@link ActorThread} runs an actor that was woken in it. */
enum Order {
  /** As soon as the one that runs is through: what reads a socket, and what writes to one. */
  AT_ONCE,

  /**
   * With others of its kind, behind those that are to run at once: so what they have to write is
   * written in one go, and the peers' machine is woken once for all of it.
   */
  TOGETHER,

  /** Behind all others: what serves all connections, and is to find there what all of them want. */
  LAST
}
