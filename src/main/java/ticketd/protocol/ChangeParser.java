package ticketd.protocol;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import ticketd.protocol.JsonMembers.Member;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.TicketCommand;

/** The arguments of the verbs that change tickets. */
final class ChangeParser {
  private static final Set<Member> OF_NEW_TICKET =
      EnumSet.of(Member.TITLE, Member.DESCRIPTION, Member.PRIORITY, Member.TAGS, Member.ASSIGNEE);
  private static final Set<Member> OF_COMMENT = EnumSet.of(Member.TEXT);
  private static final Set<Member> OF_EDIT = EnumSet.complementOf(EnumSet.of(Member.TEXT));

  /** Far more than a ticket's tags can make use of. */
  private static final int MAX_TAG_CHANGES = 256;

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
      case SENDTICKET -> file();
      case COMMENT -> comment();
      case TAKE -> take();
      case ASSIGN -> assign();
      case STATUS -> new TicketCommand.Move(words.id(), Allowed.status(words.next()));
      case CLOSE -> close();
      case REOPEN -> new TicketCommand.Reopen(words.id());
      case PRIORITY -> new TicketCommand.Prioritise(words.id(), Allowed.priority(words.next()));
      case TAG -> tag();
      case EDIT -> edit();
      default -> throw new IllegalArgumentException(words.verb() + " changes no ticket");
    };
  }

  private JsonMembers json(Set<Member> allowed) throws Refusal {
    if (words.hasMore() && !words.nextIsJson()) {
      throw Refusal.badRequest(Text.JSON_EXPECTED, words.verb());
    }
    return JsonMembers.read(words.rest(), allowed);
  }

  private TicketCommand file() throws Refusal {
    JsonMembers members = json(OF_NEW_TICKET);
    return new TicketCommand.File(
        FieldRules.title(members.required(Member.TITLE)),
        FieldRules.description(members.string(Member.DESCRIPTION).orElse("")),
        priority(members).orElse(Priority.NORMAL),
        FieldRules.tags(members.strings(Member.TAGS).orElse(List.of())),
        assignee(members));
  }

  private static Optional<Priority> priority(JsonMembers members) throws Refusal {
    Optional<String> named = members.string(Member.PRIORITY);
    return named.isEmpty() ? Optional.empty() : Optional.of(Allowed.priority(named.get()));
  }

  private Optional<Identity> assignee(JsonMembers members) throws Refusal {
    if (!members.has(Member.ASSIGNEE) || members.isNull(Member.ASSIGNEE)) {
      return Optional.empty();
    }
    return Optional.of(requester.named(members.required(Member.ASSIGNEE)));
  }

  private TicketCommand comment() throws Refusal {
    long id = words.id();
    String text =
        words.nextIsJson()
            ? JsonMembers.read(words.rest(), OF_COMMENT).required(Member.TEXT)
            : words.rest();
    return new TicketCommand.Comment(id, FieldRules.comment(text));
  }

  private TicketCommand take() throws Refusal {
    if (words.skip("NEXT")) {
      return new TicketCommand.TakeNext(QueryParser.filter(words, clock, requester));
    }
    return new TicketCommand.Take(words.id());
  }

  private TicketCommand assign() throws Refusal {
    long id = words.id();
    String name = FieldRules.stripSpaces(words.rest());
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
      if (changes.size() == MAX_TAG_CHANGES) {
        throw Refusal.badRequest(Text.TOO_MANY_TAG_CHANGES, MAX_TAG_CHANGES);
      }
      String word = words.next();
      boolean added = word.charAt(0) == '+';
      if (!added && word.charAt(0) != '-') {
        throw Refusal.badRequest(Text.TAG_CHANGE_MALFORMED, word);
      }
      changes.add(new TicketCommand.TagChange(added, FieldRules.tag(word.substring(1))));
    } while (words.hasMore());
    return new TicketCommand.Retag(id, changes);
  }

  private TicketCommand edit() throws Refusal {
    long id = words.id();
    JsonMembers members = json(OF_EDIT);
    Optional<String> title = members.string(Member.TITLE);
    Optional<String> description = members.string(Member.DESCRIPTION);
    Optional<List<String>> tags = members.strings(Member.TAGS);
    Optional<String> status = members.string(Member.STATUS);
    Optional<String> resolution = members.string(Member.RESOLUTION);
    Optional<TicketCommand.Assignment> assignment =
        members.has(Member.ASSIGNEE)
            ? Optional.of(new TicketCommand.Assignment(assignee(members)))
            : Optional.empty();
    TicketCommand.Patch patch =
        new TicketCommand.Patch(
            title.isEmpty() ? title : Optional.of(FieldRules.title(title.get())),
            description.isEmpty()
                ? description
                : Optional.of(FieldRules.description(description.get())),
            priority(members),
            assignment,
            tags.isEmpty() ? tags : Optional.of(FieldRules.tags(tags.get())),
            status.isEmpty() ? Optional.empty() : Optional.of(Allowed.status(status.get())),
            resolution.isEmpty()
                ? Optional.empty()
                : Optional.of(Allowed.resolution(resolution.get())));
    OptionalLong version = members.number(Member.VERSION);
    return new TicketCommand.Edit(id, patch, version);
  }
}
