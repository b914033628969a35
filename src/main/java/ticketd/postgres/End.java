package ticketd.postgres;

/**
 * The end of a desk's order, and who says so.
 *
 * @param seq of the last event, 0 where there is none
 * @param chain its checksum; the salt where there is none
 * @param sealed not 0 once the desk was copied elsewhere
 * @param recorded the server that the desk's generation is of
 * @param server who answered
 * @param lsn how far its log of the database goes, in bytes
 * @param atMillis its clock
 */
record End(
    long seq,
    int chain,
    long generation,
    int sealed,
    int format,
    Server recorded,
    Server server,
    long lsn,
    long atMillis) {

  /** A cluster, and how often a standby of it was promoted. */
  record Server(long systemId, int timeline) {}

  /** What an append depends on, beside the end itself. */
  record Era(long generation, Server server) {}

  Era era() {
    return new Era(generation, server);
  }
}
