package ticketd.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.protocol.DialogueText;
import ticketd.protocol.RequestParser;
import ticketd.ticket.Identity;
import ticketd.ticket.TicketCommand;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Parsed;
import ticketd.wire.Request;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * SENDTICKET alone: the next two lines are a title and a description, whatever they hold and
 * whether or not the request can succeed, so that no text is ever executed.
 */
final class FilingDialogue implements Dialogue {
  private final Request.Dialogue request;
  private final RequestParser parser;
  private Optional<DialogueText> title = Optional.empty();

  FilingDialogue(Request.Dialogue request, RequestParser parser) {
    this.request = request;
    this.parser = parser;
  }

  @Override
  public Verb verb() {
    return request.verb();
  }

  @Override
  public Text prompt() {
    return title.isEmpty() ? Text.TITLE_PROMPT : Text.DESCRIPTION_PROMPT;
  }

  @Override
  public Optional<Parsed> take(byte[] line, Optional<Identity> who) {
    if (title.isEmpty()) {
      title = Optional.of(parser.title(line, 0, line.length));
      return Optional.empty();
    }
    return Optional.of(
        outcome(title.get(), parser.description(line, 0, line.length), who.isPresent()));
  }

  /** The first thing wrong counts: not identified, then the title, then the description. */
  private Parsed outcome(DialogueText titled, DialogueText described, boolean isIdentified) {
    if (request.refusal().isPresent()) {
      return request.refusal().get();
    }
    if (!isIdentified) {
      return new Parsed.Refused(ErrorCode.NOT_IDENTIFIED, Message.of(ErrorCode.NOT_IDENTIFIED));
    }
    List<String> texts = new ArrayList<>(2);
    for (DialogueText text : List.of(titled, described)) {
      if (text instanceof DialogueText.Refused refused) {
        return new Parsed.Refused(refused.code(), refused.message());
      } else if (text instanceof DialogueText.Accepted accepted) {
        texts.add(accepted.text());
      }
    }
    return new Parsed.Accepted(
        new Request.Change(
            Verb.SENDTICKET, TicketCommand.File.of(texts.get(0), texts.get(1)), request.key()));
  }
}
