package ticketd.wire;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ticketd.ticket.DueTime;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.Origin;
import ticketd.ticket.Priority;
import ticketd.ticket.Rating;
import ticketd.ticket.Resolution;
import ticketd.ticket.TicketCommand;

/** Commands whose arguments are a JSON object, whatever door it came through. */
public final class BodyCommands {
  private final JsonMembers members;
  private final Clock clock;
  private final Requester requester;

  private BodyCommands(JsonMembers members, Clock clock, Requester requester) {
    this.members = members;
    this.clock = clock;
    this.requester = requester;
  }

  /**
   * The command that {@code json}, on one line, is behind {@code verb}, which changes tickets.
   *
   * @param id of the ticket it is about; of a new one, nothing looks at it
   * @param clock by whose zone and time times are meant
   */
  public static TicketCommand parse(
      Verb verb, long id, String json, Clock clock, Requester requester) throws Refusal {
    return of(verb, id, JsonMembers.read(json, verb.members()), clock, requester);
  }

  static TicketCommand of(Verb verb, long id, JsonMembers members, Clock clock, Requester requester)
      throws Refusal {
    return new BodyCommands(members, clock, requester).command(verb, id);
  }

  private TicketCommand command(Verb verb, long id) throws Refusal {
    return switch (verb) {
      case SENDTICKET -> file();
      case COMMENT ->
          new TicketCommand.Comment(
              id, FieldRules.comment(members.required(Member.TEXT)), origin());
      case NOTE ->
          new TicketCommand.Note(id, FieldRules.comment(members.required(Member.TEXT)), origin());
      case TAKE -> new TicketCommand.Take(id);
      case ASSIGN -> new TicketCommand.Assign(id, named(members.requiredOrNull(Member.ASSIGNEE)));
      case STATUS -> new TicketCommand.Move(id, Allowed.status(members.required(Member.STATUS)));
      case CLOSE -> close(id);
      case REOPEN -> new TicketCommand.Reopen(id);
      case PRIORITY ->
          new TicketCommand.Prioritise(id, Allowed.priority(members.required(Member.PRIORITY)));
      case TAG -> tag(id);
      case DUE -> new TicketCommand.SetDue(id, due(members.requiredOrNull(Member.DUE)));
      case LINK ->
          new TicketCommand.SetLink(
              id, new Link(Allowed.link(members.required(Member.TYPE)), other()));
      case UNLINK -> new TicketCommand.Unlink(id, other());
      case RATE -> new TicketCommand.Rate(id, rating(), text());
      case EDIT -> edit(id);
      default -> throw new IllegalArgumentException(verb + " changes no ticket");
    };
  }

  private TicketCommand file() throws Refusal {
    return new TicketCommand.File(
        FieldRules.title(members.required(Member.TITLE)),
        FieldRules.description(members.string(Member.DESCRIPTION).orElse("")),
        priority().orElse(Priority.NORMAL),
        FieldRules.tags(members.strings(Member.TAGS).orElse(List.of())),
        named(members.string(Member.ASSIGNEE)),
        due(members.string(Member.DUE)),
        origin(),
        closing());
  }

  private Optional<Priority> priority() throws Refusal {
    Optional<String> named = members.string(Member.PRIORITY);
    return named.isEmpty() ? Optional.empty() : Optional.of(Allowed.priority(named.get()));
  }

  private Optional<Resolution> resolution() throws Refusal {
    Optional<String> named = members.string(Member.RESOLUTION);
    return named.isEmpty() ? Optional.empty() : Optional.of(Allowed.resolution(named.get()));
  }

  private Optional<Identity> named(Optional<String> name) throws Refusal {
    return name.isEmpty() ? Optional.empty() : Optional.of(requester.named(name.get()));
  }

  /** As DUE takes it or, as everywhere in JSON, null. */
  private Optional<DueTime> due(Optional<String> when) throws Refusal {
    return when.isEmpty() ? Optional.empty() : Dues.orNone(when.get(), clock);
  }

  /** The id of another ticket, which is named so where the first one is named as well. */
  private long other() throws Refusal {
    return FieldRules.id(
        members.has(Member.OTHER) ? members.required(Member.OTHER) : members.required(Member.ID));
  }

  private Rating rating() throws Refusal {
    if (members.has(Member.RATING)) {
      for (Member one : List.of(Member.RESPONSIVENESS, Member.COMPETENCE, Member.SATISFACTION)) {
        if (members.has(one)) {
          throw Refusal.badRequest(Text.RATING_TWICE);
        }
      }
      int score = FieldRules.score(members.required(Member.RATING));
      return new Rating(score, score, score);
    }
    return new Rating(
        FieldRules.score(members.required(Member.RESPONSIVENESS)),
        FieldRules.score(members.required(Member.COMPETENCE)),
        FieldRules.score(members.required(Member.SATISFACTION)));
  }

  private Optional<String> text() throws Refusal {
    Optional<String> text = members.string(Member.TEXT);
    return text.isEmpty() ? text : Optional.of(FieldRules.comment(text.get()));
  }

  private Origin origin() throws Refusal {
    Optional<String> author = members.string(Member.AUTHOR);
    Optional<Instant> createdAt = past(Member.CREATED_AT);
    return author.isEmpty() && createdAt.isEmpty()
        ? Origin.HERE
        : new Origin(named(author), createdAt);
  }

  /** How it was closed, of a ticket that was filed elsewhere. */
  private Optional<TicketCommand.Closing> closing() throws Refusal {
    Optional<Instant> at = past(Member.CLOSED_AT);
    if (at.isEmpty()) {
      if (members.has(Member.RESOLUTION)) {
        throw Refusal.badRequest(
            Text.MEMBER_NEEDS, Member.RESOLUTION.wireName(), Member.CLOSED_AT.wireName());
      }
      return Optional.empty();
    }
    Optional<Instant> createdAt = past(Member.CREATED_AT);
    if (createdAt.isEmpty()) {
      throw Refusal.badRequest(
          Text.MEMBER_NEEDS, Member.CLOSED_AT.wireName(), Member.CREATED_AT.wireName());
    } else if (at.get().isBefore(createdAt.get())) {
      throw Refusal.badRequest(Text.CLOSED_BEFORE_CREATED);
    }
    return Optional.of(new TicketCommand.Closing(at.get(), resolution().orElse(Resolution.FIXED)));
  }

  /** A time that is not in the future. */
  private Optional<Instant> past(Member member) throws Refusal {
    Optional<String> text = members.string(member);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Instant at = Dues.time(member.wireName(), text.get());
    if (at.isAfter(clock.instant())) {
      throw Refusal.badRequest(Text.TIME_IN_FUTURE, member.wireName(), text.get());
    }
    return Optional.of(at);
  }

  private TicketCommand close(long id) throws Refusal {
    OptionalLong duplicateOf = duplicateOf();
    Resolution otherwise = duplicateOf.isPresent() ? Resolution.DUPLICATE : Resolution.FIXED;
    Resolution resolution = resolution().orElse(otherwise);
    if (duplicateOf.isPresent() && resolution != Resolution.DUPLICATE) {
      throw Refusal.badRequest(
          Text.DUPLICATE_NEEDS, Member.DUPLICATE_OF.wireName(), resolution.wireName());
    }
    return new TicketCommand.Close(id, resolution, text(), duplicateOf);
  }

  private OptionalLong duplicateOf() throws Refusal {
    Optional<String> other = members.string(Member.DUPLICATE_OF);
    return other.isEmpty() ? OptionalLong.empty() : OptionalLong.of(FieldRules.id(other.get()));
  }

  /** What is added first, then what is removed. */
  private TicketCommand tag(long id) throws Refusal {
    List<TicketCommand.TagChange> changes = new ArrayList<>();
    for (Member list : List.of(Member.ADD, Member.REMOVE)) {
      for (String tag : members.strings(list).orElse(List.of())) {
        changes.add(new TicketCommand.TagChange(list == Member.ADD, FieldRules.tag(tag)));
      }
    }
    FieldRules.checkTagChanges(changes.size());
    return new TicketCommand.Retag(id, changes);
  }

  private TicketCommand edit(long id) throws Refusal {
    Optional<String> title = members.string(Member.TITLE);
    Optional<String> description = members.string(Member.DESCRIPTION);
    Optional<List<String>> tags = members.strings(Member.TAGS);
    Optional<String> status = members.string(Member.STATUS);
    Optional<TicketCommand.Assignment> assignment =
        members.has(Member.ASSIGNEE)
            ? Optional.of(new TicketCommand.Assignment(named(members.string(Member.ASSIGNEE))))
            : Optional.empty();
    Optional<TicketCommand.DueChange> due =
        members.has(Member.DUE)
            ? Optional.of(new TicketCommand.DueChange(due(members.string(Member.DUE))))
            : Optional.empty();
    TicketCommand.Patch patch =
        new TicketCommand.Patch(
            title.isEmpty() ? title : Optional.of(FieldRules.title(title.get())),
            description.isEmpty()
                ? description
                : Optional.of(FieldRules.description(description.get())),
            priority(),
            assignment,
            tags.isEmpty() ? tags : Optional.of(FieldRules.tags(tags.get())),
            status.isEmpty() ? Optional.empty() : Optional.of(Allowed.status(status.get())),
            resolution(),
            due);
    return new TicketCommand.Edit(id, patch, members.version());
  }
}
