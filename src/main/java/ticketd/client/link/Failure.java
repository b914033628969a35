package ticketd.client.link;

/** A command cannot do what it was asked to: its exit status and a line that says why. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String message;
  private final boolean coded;

  /** Whether whatever else is asked of the server would fail by it. */
  private final boolean ofEverything;

  /** A failure that the client itself found. */
  public Failure(int status, String message) {
    this(
        status,
        codeOf(status),
        message,
        false,
        status == ExitStatus.UNREACHABLE || status == ExitStatus.INTERRUPTED);
  }

  /** A refusal with its code, which people are told too. */
  public Failure(int status, String code, String message) {
    this(status, code, message, true, status == ExitStatus.UNREACHABLE);
  }

  private Failure(int status, String code, String message, boolean coded, boolean ofEverything) {
    super(coded ? code + ": " + message : message);
    this.status = status;
    this.code = code;
    this.message = message;
    this.coded = coded;
    this.ofEverything = ofEverything;
  }

  private static String codeOf(int status) {
    return switch (status) {
      case ExitStatus.USAGE -> "usage";
      case ExitStatus.NOT_FOUND -> "not-found";
      case ExitStatus.CONFLICT -> "conflict";
      case ExitStatus.FORBIDDEN -> "forbidden";
      case ExitStatus.UNREACHABLE -> "unreachable";
      case ExitStatus.TIMED_OUT -> "timed-out";
      case ExitStatus.INTERRUPTED -> "interrupted";
      default -> "failed";
    };
  }

  /** The same with {@code more} behind what is said. */
  public Failure with(String more) {
    return new Failure(status, code, message + more, coded, ofEverything);
  }

  /** The same with {@code what} it is about before what is said. */
  public Failure about(String what) {
    return new Failure(status, code, what + ": " + message, coded, ofEverything);
  }

  /** The same, by which whatever else is asked of the server would fail. */
  Failure ofEverything() {
    return new Failure(status, code, message, coded, true);
  }

  /** Whether to go on is pointless: nobody answers, or nobody who asks in this name. */
  public boolean isOfEverything() {
    return ofEverything;
  }

  public int status() {
    return status;
  }

  /** What a person is told, on one line. */
  public String line() {
    return coded ? code + ": " + message : message;
  }

  /** A name for programs, the same in every language: the server's, else one of its kind. */
  public String code() {
    return code;
  }

  /** What it is, without the code. */
  public String message() {
    return message;
  }
}
