package ticketd.journal;

/**
 * What a careless journal would do. Each must be found by a checker, or the checker checks nothing.
 */
enum PlantedFault {
  /** Says that it forced, and did not. */
  NO_FORCE,
  /** Writes without having the writer's lock. */
  NO_LOCK,
  /** Takes any record with a good checksum for the next one. */
  NO_CHAIN,
  /** Lets readers see a batch before it was forced. */
  PUBLISH_BEFORE_FORCE,
  /** Believes, after a loss of power, that the store ends where the commit word says. */
  TRUST_COMMIT_WORD,
  /** Tells the client before the batch is published: the fault of whoever appends. */
  ACKNOWLEDGE_BEFORE_PUBLISH
}
