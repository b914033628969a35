package ticketd.client.link;

import ticketd.wire.ErrorCode;

/** What the process ends with. */
public final class ExitStatus {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int CONFLICT = 4;
  public static final int FORBIDDEN = 5;

  /** The server cannot be reached, or the outcome is unknown. */
  public static final int UNREACHABLE = 6;

  public static final int TIMED_OUT = 7;
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}

  /** The status a refusal ends with. */
  public static int of(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, UNKNOWN_COMMAND, BAD_TEXT, LINE_TOO_LONG -> USAGE;
      case NOT_FOUND -> NOT_FOUND;
      case CONFLICT -> CONFLICT;
      case NOT_IDENTIFIED, FORBIDDEN, AUTH_FAILED, TLS_REQUIRED, REVOKED -> FORBIDDEN;
      case IN_DOUBT, TOO_MANY_CONNECTIONS, IDLE, SHUTTING_DOWN -> UNREACHABLE;
      case UNAVAILABLE, FULL, GONE, NOT_THIS_PROTOCOL, TOO_MANY_ERRORS -> FAILED;
    };
  }
}
