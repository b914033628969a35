package ticketd.protocol;

import ticketd.wire.ErrorCode;
import ticketd.wire.Message;

/** What a line of the SENDTICKET dialogue turned out to be. */
public sealed interface DialogueText {
  record Accepted(String text) implements DialogueText {}

  record Refused(ErrorCode code, Message message) implements DialogueText {}
}
