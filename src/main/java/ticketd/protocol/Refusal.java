package ticketd.protocol;

/**
 * Ends the parsing of a line inside this package; outside it is data, a {@link Parsed.Refused}. It
 * carries no stack trace: a peer's mistake is nothing exceptional.
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final transient Message reason;

  Refusal(ErrorCode code, Message reason) {
    super(code.wireName(), null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static Refusal badRequest(Text text, Object... arguments) {
    return new Refusal(ErrorCode.BAD_REQUEST, Message.of(text, arguments));
  }

  static Refusal badText(Text text, Object... arguments) {
    return new Refusal(ErrorCode.BAD_TEXT, Message.of(text, arguments));
  }

  ErrorCode code() {
    return code;
  }

  Message reason() {
    return reason;
  }
}
