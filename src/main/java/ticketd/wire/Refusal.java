package ticketd.wire;

/**
 * Ends the parsing of a line inside this package; outside it is data, a {@link Parsed.Refused}. It
 * carries no stack trace: a peer's mistake is nothing exceptional.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final transient Message reason;

  public Refusal(ErrorCode code, Message reason) {
    super(code.wireName(), null, false, false);
    this.code = code;
    this.reason = reason;
  }

  public static Refusal badRequest(Text text, Object... arguments) {
    return new Refusal(ErrorCode.BAD_REQUEST, Message.of(text, arguments));
  }

  static Refusal badText(Text text, Object... arguments) {
    return new Refusal(ErrorCode.BAD_TEXT, Message.of(text, arguments));
  }

  public ErrorCode code() {
    return code;
  }

  public Message reason() {
    return reason;
  }
}
