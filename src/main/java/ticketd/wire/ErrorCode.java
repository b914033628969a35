package ticketd.wire;

import java.util.Optional;

/** Why a request was refused or a connection closed: the stable part of an error status line. */
public enum ErrorCode {
  BAD_REQUEST("bad-request", true, false),
  UNKNOWN_COMMAND("unknown-command", true, false),
  BAD_TEXT("bad-text", true, false),
  NOT_IDENTIFIED("not-identified", true, false),
  NOT_FOUND("not-found", false, false),
  CONFLICT("conflict", false, false),
  UNAVAILABLE("unavailable", false, false),
  FULL("full", false, false),
  IN_DOUBT("in-doubt", false, false),
  GONE("gone", false, false),
  LINE_TOO_LONG("line-too-long", false, true),
  NOT_THIS_PROTOCOL("not-this-protocol", false, true),
  TOO_MANY_ERRORS("too-many-errors", false, true),
  TOO_MANY_CONNECTIONS("too-many-connections", false, true),
  IDLE("idle", false, true),
  SHUTTING_DOWN("shutting-down", false, true),
  FORBIDDEN("forbidden", false, false),
  AUTH_FAILED("auth-failed", false, false),
  TLS_REQUIRED("tls-required", false, true),
  REVOKED("revoked", false, true);

  private final String wireName;
  private final boolean countsAsError;
  private final boolean closes;

  ErrorCode(String wireName, boolean countsAsError, boolean closes) {
    this.wireName = wireName;
    this.countsAsError = countsAsError;
    this.closes = closes;
  }

  public static Optional<ErrorCode> of(String wireName) {
    for (ErrorCode code : values()) {
      if (code.wireName.equals(wireName)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return wireName;
  }

  /**
   * Whether too many of these in a row end the connection: the peer does not speak the protocol.
   */
  public boolean countsAsError() {
    return countsAsError;
  }

  /** Whether the connection is closed behind the status line. */
  public boolean closes() {
    return closes;
  }
}
