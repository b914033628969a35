package ticketd.ticket;

/** A request's key together with what it was used for. */
public record KeyUse(RequestKey key, Fingerprint fingerprint) {
  public static KeyUse of(RequestKey key, KeyedCommand command) {
    return new KeyUse(key, Fingerprint.of(command));
  }
}
