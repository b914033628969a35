package ticketd.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.protocol.DialogueText;
import ticketd.protocol.RequestParser;
import ticketd.ticket.Identity;
import ticketd.wire.Parsed;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * AUTH, PASSWD or USER PASSWD: the next lines are names and passwords. The first thing wrong
 * counts.
 */
final class SecretDialogue implements Dialogue {
  private final Request.Asking request;
  private final RequestParser parser;
  private final List<DialogueText> lines = new ArrayList<>(2);

  SecretDialogue(Request.Asking request, RequestParser parser) {
    this.request = request;
    this.parser = parser;
  }

  @Override
  public Verb verb() {
    return request.verb();
  }

  @Override
  public Text prompt() {
    return request.prompts().get(lines.size());
  }

  @Override
  public Optional<Parsed> take(byte[] line, Optional<Identity> who) {
    lines.add(parser.secret(line, 0, line.length));
    return lines.size() < request.prompts().size() ? Optional.empty() : Optional.of(outcome());
  }

  private Parsed outcome() {
    if (request.refusal().isPresent()) {
      return request.refusal().get();
    }
    List<String> texts = new ArrayList<>(2);
    for (DialogueText line : lines) {
      if (line instanceof DialogueText.Refused refused) {
        return new Parsed.Refused(refused.code(), refused.message());
      } else if (line instanceof DialogueText.Accepted accepted) {
        texts.add(accepted.text());
      }
    }
    try {
      return new Parsed.Accepted(request.with(texts));
    } catch (Refusal refusal) {
      return new Parsed.Refused(refusal.code(), refusal.reason());
    }
  }
}
