package ticketd.protocol;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ticketd.ticket.KeyedCommand;
import ticketd.ticket.Link;
import ticketd.ticket.LinkType;
import ticketd.ticket.Origin;
import ticketd.ticket.Rating;
import ticketd.ticket.Resolution;
import ticketd.ticket.Spaces;
import ticketd.ticket.TicketCommand;
import ticketd.wire.Allowed;
import ticketd.wire.BodyCommands;
import ticketd.wire.Dues;
import ticketd.wire.FieldRules;
import ticketd.wire.FrenchWords;
import ticketd.wire.QueryCommands;
import ticketd.wire.QueryParser;
import ticketd.wire.Refusal;
import ticketd.wire.Requester;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/** The arguments of the verbs that may be keyed. */
final class ChangeParser {
  private final Words words;
  private final Clock clock;
  private final Requester requester;

  private ChangeParser(Words words, Clock clock, Requester requester) {
    this.words = words;
    this.clock = clock;
    this.requester = requester;
  }

  /** The command that a line of a verb that may be keyed is; SENDTICKET has an argument. */
  static KeyedCommand parse(Words words, Clock clock, Requester requester) throws Refusal {
    ChangeParser parser = new ChangeParser(words, clock, requester);
    KeyedCommand command = parser.command();
    words.expectEnd();
    return command;
  }

  private KeyedCommand command() throws Refusal {
    return switch (words.verb()) {
      case SENDTICKET -> BodyCommands.parse(Verb.SENDTICKET, 0, json(), clock, requester);
      case COMMENT -> comment();
      case NOTE -> note();
      case LINK -> link();
      case UNLINK -> unlink();
      case RATE -> rate();
      case TAKE -> take();
      case ASSIGN -> assign();
      case STATUS -> new TicketCommand.Move(words.id(), Allowed.status(said()));
      case CLOSE -> close();
      case REOPEN -> new TicketCommand.Reopen(words.id());
      case PRIORITY -> new TicketCommand.Prioritise(words.id(), Allowed.priority(said()));
      case TAG -> tag();
      case DUE -> due();
      case EDIT -> BodyCommands.parse(Verb.EDIT, words.id(), json(), clock, requester);
      case SAVE -> QueryCommands.save(words.next(), words.rest(), clock, requester);
      case UNSAVE -> QueryCommands.unsave(words.next());
      default -> throw new IllegalArgumentException(words.verb() + " changes no ticket");
    };
  }

  /** The next word, which may be French for one of ours. */
  private String said() throws Refusal {
    return FrenchWords.wire(words.next());
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
        ? BodyCommands.parse(Verb.COMMENT, id, words.rest(), clock, requester)
        : new TicketCommand.Comment(id, FieldRules.comment(words.rest()));
  }

  private TicketCommand note() throws Refusal {
    long id = words.id();
    return words.nextIsJson()
        ? BodyCommands.parse(Verb.NOTE, id, words.rest(), clock, requester)
        : new TicketCommand.Note(id, FieldRules.comment(words.rest()), Origin.HERE);
  }

  private TicketCommand link() throws Refusal {
    long id = words.id();
    if (words.nextIsJson()) {
      return BodyCommands.parse(Verb.LINK, id, words.rest(), clock, requester);
    }
    LinkType type = Allowed.link(words.next());
    return new TicketCommand.SetLink(id, new Link(type, words.id()));
  }

  private TicketCommand unlink() throws Refusal {
    long id = words.id();
    return words.nextIsJson()
        ? BodyCommands.parse(Verb.UNLINK, id, words.rest(), clock, requester)
        : new TicketCommand.Unlink(id, words.id());
  }

  private TicketCommand rate() throws Refusal {
    long id = words.id();
    if (words.nextIsJson()) {
      return BodyCommands.parse(Verb.RATE, id, words.rest(), clock, requester);
    }
    int first = FieldRules.score(words.next());
    // A text that begins with a digit would be taken for a score that is mistyped.
    Rating rating =
        words.nextIsDigit()
            ? new Rating(first, FieldRules.score(words.next()), FieldRules.score(words.next()))
            : new Rating(first, first, first);
    return new TicketCommand.Rate(id, rating, textBehind());
  }

  private Optional<String> textBehind() throws Refusal {
    return words.hasMore() ? Optional.of(FieldRules.comment(words.rest())) : Optional.empty();
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
    Resolution resolution = words.hasMore() ? Allowed.resolution(said()) : Resolution.FIXED;
    OptionalLong duplicateOf =
        resolution == Resolution.DUPLICATE && words.nextIsNumber()
            ? OptionalLong.of(words.id())
            : OptionalLong.empty();
    return new TicketCommand.Close(id, resolution, textBehind(), duplicateOf);
  }

  private TicketCommand due() throws Refusal {
    long id = words.id();
    return words.nextIsJson()
        ? BodyCommands.parse(Verb.DUE, id, words.rest(), clock, requester)
        : new TicketCommand.SetDue(id, Dues.orNone(words.next(), clock));
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
