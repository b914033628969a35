package ticketd.door;

/**
 * Whether a secret may come by the way that a request came: the one place that decides it for every
 * door.
 *
 * @param allowPlain whoever runs the server answers for what is between it and its peers
 */
public record Secrecy(boolean allowPlain) {
  /**
   * Whether nobody on the way can have read what {@code peer} sent.
   *
   * @param forwarded whether the request says that a proxy passed it on: then a peer on this host
   *     stands for one that may be elsewhere
   */
  public boolean holds(Peer peer, boolean forwarded) {
    return allowPlain || peer.encrypted() || (peer.address().isLoopbackAddress() && !forwarded);
  }
}
