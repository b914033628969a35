package ticketd.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.TicketCommand;

/** Commands whose arguments are a JSON object, whatever door it came through. */
public final class BodyCommands {
  private final JsonMembers members;
  private final Requester requester;

  private BodyCommands(JsonMembers members, Requester requester) {
    this.members = members;
    this.requester = requester;
  }

  /**
   * The command that {@code json}, on one line, is behind {@code verb}, which changes tickets.
   *
   * @param id of the ticket it is about; of a new one, nothing looks at it
   */
  public static TicketCommand parse(Verb verb, long id, String json, Requester requester)
      throws Refusal {
    return of(verb, id, JsonMembers.read(json, verb.members()), requester);
  }

  static TicketCommand of(Verb verb, long id, JsonMembers members, Requester requester)
      throws Refusal {
    return new BodyCommands(members, requester).command(verb, id);
  }

  private TicketCommand command(Verb verb, long id) throws Refusal {
    return switch (verb) {
      case SENDTICKET -> file();
      case COMMENT ->
          new TicketCommand.Comment(id, FieldRules.comment(members.required(Member.TEXT)));
      case TAKE -> new TicketCommand.Take(id);
      case ASSIGN -> new TicketCommand.Assign(id, named(members.requiredOrNull(Member.ASSIGNEE)));
      case STATUS -> new TicketCommand.Move(id, Allowed.status(members.required(Member.STATUS)));
      case CLOSE -> close(id);
      case REOPEN -> new TicketCommand.Reopen(id);
      case PRIORITY ->
          new TicketCommand.Prioritise(id, Allowed.priority(members.required(Member.PRIORITY)));
      case TAG -> tag(id);
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
        named(members.string(Member.ASSIGNEE)));
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

  private TicketCommand close(long id) throws Refusal {
    Optional<String> text = members.string(Member.TEXT);
    return new TicketCommand.Close(
        id,
        resolution().orElse(Resolution.FIXED),
        text.isEmpty() ? text : Optional.of(FieldRules.comment(text.get())));
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
            resolution());
    return new TicketCommand.Edit(id, patch, members.version());
  }
}
