package ticketd.tls;

import java.io.IOException;
import java.nio.file.Path;

/** A file of certificates or of a key that is of no use; told to people by {@link #fault}. */
public final class PemException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with it; each is a text in the bundle of whoever tells it. */
  public enum Fault {
    UNREADABLE,
    NO_CERTIFICATE,
    BAD_CERTIFICATE,
    /** A certificate is followed by one that did not sign it. */
    BROKEN_CHAIN,
    NO_KEY,
    /** A key by itself, in the form of its kind, or under a password. */
    NOT_PKCS8,
    BAD_KEY,
    /** Somebody else on this host may read it. */
    OPEN_KEY,
    NOT_A_PAIR;

    /** The key of the text, behind {@code pem.}: {@code not-pkcs8}. */
    public String textKey() {
      return "pem." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Fault fault;
  private final String file;
  private final String detail;

  PemException(Fault fault, Path file, String detail) {
    super(file + ": " + fault + " " + detail);
    this.fault = fault;
    this.file = file.toString();
    this.detail = detail;
  }

  /** One that cannot be read. */
  PemException(Path file, IOException cause) {
    this(Fault.UNREADABLE, file, cause.getClass().getSimpleName());
    initCause(cause);
  }

  public Fault fault() {
    return fault;
  }

  public String file() {
    return file;
  }

  /** What the text's second place takes: a reason, or another file. */
  public String detail() {
    return detail;
  }
}
