package ticketd.wire;

/** What a line turned out to be. */
public sealed interface Parsed {
  record Accepted(Request request) implements Parsed {}

  record Refused(ErrorCode code, Message message) implements Parsed {}

  /** Empty, or only spaces and tabs: no reply. */
  record Blank() implements Parsed {
    public static final Blank INSTANCE = new Blank();
  }
}
