package ticketd.protocol;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Resolution;
import ticketd.ticket.Spaces;
import ticketd.ticket.TicketCommand;
import ticketd.wire.Allowed;
import ticketd.wire.BodyCommands;
import ticketd.wire.FieldRules;
import ticketd.wire.QueryParser;
import ticketd.wire.Refusal;
import ticketd.wire.Requester;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/** The arguments of the verbs that change tickets. */
final class ChangeParser {
  private final Words words;
  private final Clock clock;
  private final Requester requester;

  private ChangeParser(Words words, Clock clock, Requester requester) {
    this.words = words;
    this.clock = clock;
    this.requester = requester;
  }

  /** The command that a line of a verb that changes tickets is; SENDTICKET has an argument. */
  static TicketCommand parse(Words words, Clock clock, Requester requester) throws Refusal {
    ChangeParser parser = new ChangeParser(words, clock, requester);
    TicketCommand command = parser.command();
    words.expectEnd();
    return command;
  }

  private TicketCommand command() throws Refusal {
    return switch (words.verb()) {
      case SENDTICKET -> BodyCommands.parse(Verb.SENDTICKET, 0, json(), requester);
      case COMMENT -> comment();
      case TAKE -> take();
      case ASSIGN -> assign();
      case STATUS -> new TicketCommand.Move(words.id(), Allowed.status(words.next()));
      case CLOSE -> close();
      case REOPEN -> new TicketCommand.Reopen(words.id());
      case PRIORITY -> new TicketCommand.Prioritise(words.id(), Allowed.priority(words.next()));
      case TAG -> tag();
      case EDIT -> BodyCommands.parse(Verb.EDIT, words.id(), json(), requester);
      default -> throw new IllegalArgumentException(words.verb() + " changes no ticket");
    };
  }

  private String json() throws Refusal {
    if (words.hasMore() && !words.nextIsJson()) {
      throw Refusal.badRequest(Text.JSON_EXPECTED, words.verb());
    }
    return words.rest();
  }

  private TicketCommand comment() throws Refusal {
    long id = words.id();
    return words.nextIsJson()
        ? BodyCommands.parse(Verb.COMMENT, id, words.rest(), requester)
        : new TicketCommand.Comment(id, FieldRules.comment(words.rest()));
  }

  private TicketCommand take() throws Refusal {
    if (words.skip("NEXT")) {
      return new TicketCommand.TakeNext(QueryParser.filter(words.restOrEmpty(), clock, requester));
    }
    return new TicketCommand.Take(words.id());
  }

  private TicketCommand assign() throws Refusal {
    long id = words.id();
    String name = Spaces.strip(words.rest());
    return new TicketCommand.Assign(
        id, name.equals("-") ? Optional.empty() : Optional.of(requester.named(name)));
  }

  private TicketCommand close() throws Refusal {
    long id = words.id();
    Resolution resolution = words.hasMore() ? Allowed.resolution(words.next()) : Resolution.FIXED;
    Optional<String> text =
        words.hasMore() ? Optional.of(FieldRules.comment(words.rest())) : Optional.empty();
    return new TicketCommand.Close(id, resolution, text);
  }

  private TicketCommand tag() throws Refusal {
    long id = words.id();
    List<TicketCommand.TagChange> changes = new ArrayList<>();
    do {
      FieldRules.checkTagChanges(changes.size() + 1);
      String word = words.next();
      boolean added = word.charAt(0) == '+';
      if (!added && word.charAt(0) != '-') {
        throw Refusal.badRequest(Text.TAG_CHANGE_MALFORMED, word);
      }
      changes.add(new TicketCommand.TagChange(added, FieldRules.tag(word.substring(1))));
    } while (words.hasMore());
    return new TicketCommand.Retag(id, changes);
  }
}
