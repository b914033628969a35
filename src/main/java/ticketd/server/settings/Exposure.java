package ticketd.server.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether a desk may be served at its address: who can come there, and what whoever started it
 * takes upon himself.
 *
 * @param remote whether the address is other than loopback
 * @param tls whether other hosts come over TLS
 * @param allowRemote it is known that names are claims in an open desk
 * @param allowPlain it is known that secrets come as they are, somebody else's TLS being in front
 */
public record Exposure(boolean remote, boolean tls, boolean allowRemote, boolean allowPlain) {

  /** What would let it be served. */
  public enum Missing {
    /** {@code --allow-remote}, or accounts. */
    ALLOW_REMOTE,
    /** TLS, or {@code --allow-plain}. */
    TLS,
    /** The one for an open desk, the other for a closed one. */
    EITHER;

    /** The key of the text that says so. */
    public String textKey() {
      return "allowed-exposed-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What is missing; empty where it may be served. */
  public Optional<Missing> missing(boolean closed) {
    if (!remote) {
      return Optional.empty();
    } else if (closed) {
      return tls || allowPlain ? Optional.empty() : Optional.of(Missing.TLS);
    }
    return allowRemote ? Optional.empty() : Optional.of(Missing.ALLOW_REMOTE);
  }

  /** The same before it is known whether the desk is closed: what it lacks in either case. */
  Optional<Missing> missingWhateverTheDesk() {
    return missing(true).isPresent() && missing(false).isPresent()
        ? Optional.of(Missing.EITHER)
        : Optional.empty();
  }
}
