package ticketd.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The table of moves and what each command does, as pure functions. */
public final class TicketRules {
  private TicketRules() {}

  /** The event of a filing; the new ticket gets {@code id} and version 1. */
  public static TicketEvent.Filed file(TicketCommand.File command, long id, Stamp stamp) {
    Optional<TicketCommand.Closing> closing = command.closing();
    Ticket ticket =
        new Ticket(
            id,
            command.title(),
            command.origin().author().orElse(stamp.by()),
            closing.isPresent() ? Status.CLOSED : Status.OPEN,
            closing.map(TicketCommand.Closing::resolution),
            command.priority(),
            command.assignee(),
            command.tags(),
            command.origin().createdAt().orElse(stamp.at()),
            stamp.at(),
            1,
            stamp.seq(),
            0,
            extras(command));
    return new TicketEvent.Filed(ticket, command.description());
  }

  private static Extras extras(TicketCommand.File command) {
    if (command.due().isEmpty() && command.closing().isEmpty()) {
      return Extras.NONE;
    }
    return new Extras(
        command.due().map(DueTime::at),
        command.closing().map(TicketCommand.Closing::at),
        Optional.empty(),
        false);
  }

  /**
   * What {@code command} does to {@code ticket}, should that be at one of the {@code expected}
   * versions. Whether the other end of a link exists counts before the version, and the version
   * before the rest of the ticket's state.
   */
  public static Decision decide(
      TicketCommand.OnTicket command,
      ExpectedVersions expected,
      Ticket ticket,
      Surroundings beside,
      Stamp stamp) {
    Optional<Rejection> refusal =
        refusalOfOther(command, beside).or(() -> expected.refusal(ticket));
    return refusal.isPresent() ? refuse(refusal.get()) : allowed(command, ticket, beside, stamp);
  }

  private static Optional<Rejection> refusalOfOther(
      TicketCommand.OnTicket command, Surroundings beside) {
    OptionalLong other = other(command);
    return other.isEmpty()
            || other.getAsLong() == command.id()
            || beside.links().exists(other.getAsLong())
        ? Optional.empty()
        : Optional.of(new Rejection.NoSuchTicket(other.getAsLong()));
  }

  /** The ticket at the other end of the link that a command sets or removes. */
  private static OptionalLong other(TicketCommand.OnTicket command) {
    if (command instanceof TicketCommand.Close close) {
      return close.duplicateOf();
    } else if (command instanceof TicketCommand.SetLink set) {
      return OptionalLong.of(set.link().id());
    } else if (command instanceof TicketCommand.Unlink unlink) {
      return OptionalLong.of(unlink.other());
    }
    return OptionalLong.empty();
  }

  /** The same at whatever version the ticket is. */
  public static Decision decide(
      TicketCommand.OnTicket command, Ticket ticket, Surroundings beside, Stamp stamp) {
    return decide(command, ExpectedVersions.NOT_CHECKED, ticket, beside, stamp);
  }

  /** What it does where the desk's limit of work in progress allows that. */
  private static Decision allowed(
      TicketCommand.OnTicket command, Ticket ticket, Surroundings beside, Stamp stamp) {
    Decision decision = unlimited(command, ticket, beside, stamp);
    return decision instanceof Decision.Accepted yes
        ? refusalOfWork(ticket, yes.event().after(), beside)
            .map(TicketRules::refuse)
            .orElse(decision)
        : decision;
  }

  /** Why nobody may have it in progress who would have one more by that. */
  private static Optional<Rejection> refusalOfWork(
      Ticket before, Ticket after, Surroundings beside) {
    if (!isInProgress(after)
        || (isInProgress(before) && before.assignee().equals(after.assignee()))) {
      return Optional.empty();
    }
    Identity who = after.assignee().orElseThrow();
    OptionalInt limit = beside.limitReached(who);
    return limit.isPresent()
        ? Optional.of(new Rejection.TooMuchInProgress(who, limit.getAsInt()))
        : Optional.empty();
  }

  /** By somebody. */
  public static boolean isInProgress(Ticket ticket) {
    return ticket.status() == Status.IN_PROGRESS && ticket.assignee().isPresent();
  }

  /**
   * The desk itself raises the priority by one.
   *
   * @param ticket is not urgent
   */
  public static TicketEvent escalate(Ticket ticket, Stamp stamp) {
    Draft draft = new Draft(ticket).priority(ticket.priority().above()).escalated();
    return ((Decision.Accepted) draft.decide(EventKind.ESCALATED, stamp)).event();
  }

  private static Decision unlimited(
      TicketCommand.OnTicket command, Ticket ticket, Surroundings beside, Stamp stamp) {
    Draft draft = new Draft(ticket);
    if (command instanceof TicketCommand.Comment comment) {
      return draft.comment(comment.text(), comment.origin()).decide(EventKind.COMMENTED, stamp);
    } else if (command instanceof TicketCommand.Note note) {
      return new Decision.Accepted(
          new TicketEvent.Noted(ticket, beside.notes() + 1, note.text(), note.origin()));
    } else if (command instanceof TicketCommand.Take) {
      return take(draft, stamp);
    } else if (command instanceof TicketCommand.Assign assign) {
      return draft.assignee(assign.assignee()).decide(EventKind.ASSIGNED, stamp);
    } else if (command instanceof TicketCommand.Move move) {
      return move(draft, move.status(), stamp);
    } else if (command instanceof TicketCommand.Close close) {
      return close(draft, close, beside.links(), stamp);
    } else if (command instanceof TicketCommand.Reopen) {
      return ticket.isClosed()
          ? move(draft, Status.OPEN, stamp)
          : refuse(new Rejection.NotClosed(ticket.id(), ticket.status()));
    } else if (command instanceof TicketCommand.Prioritise prioritise) {
      return draft.priority(prioritise.priority()).decide(EventKind.PRIORITISED, stamp);
    } else if (command instanceof TicketCommand.Retag retag) {
      return retag(draft, retag.changes(), stamp);
    } else if (command instanceof TicketCommand.SetDue set) {
      return draft.due(set.to()).decide(EventKind.DUE, stamp);
    } else if (command instanceof TicketCommand.SetLink set) {
      return link(draft, set.link(), beside.links(), stamp);
    } else if (command instanceof TicketCommand.Unlink unlink) {
      return unlink(draft, unlink.other(), beside.links(), stamp);
    } else if (command instanceof TicketCommand.Rate rate) {
      return rate(draft, rate, stamp);
    } else if (command instanceof TicketCommand.Edit edit) {
      return edit(draft, edit, beside, stamp);
    }
    throw new IllegalArgumentException("no rule for " + command);
  }

  private static Decision take(Draft draft, Stamp stamp) {
    Ticket ticket = draft.before;
    if (ticket.isClosed()) {
      return refuse(alreadyClosed(ticket));
    }
    Optional<Identity> assignee = ticket.assignee();
    if (assignee.isPresent() && !assignee.get().equals(stamp.by())) {
      return refuse(new Rejection.TakenByAnother(ticket.id(), assignee.get()));
    }
    draft.assignee(Optional.of(stamp.by()));
    if (ticket.status() == Status.OPEN) {
      draft.status(Status.IN_PROGRESS);
    }
    return draft.decide(EventKind.TAKEN, stamp);
  }

  private static Decision move(Draft draft, Status to, Stamp stamp) {
    Ticket ticket = draft.before;
    if (to == Status.CLOSED) {
      TicketCommand.Close close =
          new TicketCommand.Close(ticket.id(), Resolution.FIXED, Optional.empty());
      return close(draft, close, Links.NONE, stamp);
    }
    if (ticket.isClosed()) {
      return to == Status.OPEN
          ? draft.reopen().decide(EventKind.REOPENED, stamp)
          : refuse(alreadyClosed(ticket));
    }
    return draft.status(to).decide(EventKind.STATUS, stamp);
  }

  private static Decision close(Draft draft, TicketCommand.Close close, Links links, Stamp stamp) {
    if (draft.before.isClosed()) {
      return refuse(alreadyClosed(draft.before));
    }
    if (close.duplicateOf().isPresent()) {
      Link link = new Link(LinkType.DUPLICATES, close.duplicateOf().getAsLong());
      Optional<Rejection> refused = LinkRules.refusal(draft.before.id(), link, links);
      if (refused.isPresent()) {
        return refuse(refused.get());
      }
      draft.links(LinkRules.adding(draft.before.id(), link, links));
    }
    close.comment().ifPresent(draft::comment);
    return draft.close(close.resolution()).decide(EventKind.CLOSED, stamp);
  }

  private static Decision link(Draft draft, Link link, Links links, Stamp stamp) {
    long id = draft.before.id();
    Optional<Rejection> refused = LinkRules.refusal(id, link, links);
    return refused.isPresent()
        ? refuse(refused.get())
        : draft.links(LinkRules.adding(id, link, links)).decide(EventKind.LINKED, stamp);
  }

  private static Decision unlink(Draft draft, long other, Links links, Stamp stamp) {
    return draft
        .links(LinkRules.removing(draft.before.id(), other, links))
        .decide(EventKind.UNLINKED, stamp);
  }

  private static Decision rate(Draft draft, TicketCommand.Rate rate, Stamp stamp) {
    Ticket ticket = draft.before;
    if (!ticket.author().equals(stamp.by())) {
      return refuse(new Rejection.NotItsAuthor(ticket.id(), ticket.author()));
    } else if (!ticket.isClosed()) {
      return refuse(new Rejection.NotClosed(ticket.id(), ticket.status()));
    }
    rate.comment().ifPresent(draft::comment);
    return draft.rating(rate.rating()).decide(EventKind.RATED, stamp);
  }

  private static Decision retag(Draft draft, List<TicketCommand.TagChange> changes, Stamp stamp) {
    List<String> tags = new ArrayList<>(draft.before.tags());
    for (TicketCommand.TagChange change : changes) {
      if (!change.added()) {
        tags.remove(change.tag());
      } else if (!tags.contains(change.tag())) {
        tags.add(change.tag());
      }
    }
    if (tags.size() > Limits.MAX_TAGS) {
      return refuse(new Rejection.TooManyTags(draft.before.id(), tags.size()));
    }
    return draft.tags(tags).decide(EventKind.TAGGED, stamp);
  }

  private static Decision edit(
      Draft draft, TicketCommand.Edit edit, Surroundings beside, Stamp stamp) {
    Ticket ticket = draft.before;
    TicketCommand.Patch patch = edit.patch();
    Optional<Rejection> refused =
        edit.expected().refusal(ticket).or(() -> editStatus(draft, patch));
    if (refused.isPresent()) {
      return refuse(refused.get());
    }
    patch.title().ifPresent(draft::title);
    patch.description().ifPresent(text -> draft.describe(beside.description(), text));
    patch.priority().ifPresent(draft::priority);
    patch.assignment().ifPresent(assignment -> draft.assignee(assignment.to()));
    patch.tags().ifPresent(draft::tags);
    patch.due().ifPresent(change -> draft.due(change.to()));
    return draft.decide(EventKind.EDITED, stamp);
  }

  private static Optional<Rejection> editStatus(Draft draft, TicketCommand.Patch patch) {
    Ticket ticket = draft.before;
    if (patch.status().isEmpty()) {
      if (patch.resolution().isEmpty()) {
        return Optional.empty();
      }
      if (!ticket.isClosed()) {
        return Optional.of(new Rejection.ResolutionWithoutClosing(ticket.id(), ticket.status()));
      }
      draft.close(patch.resolution().get());
      return Optional.empty();
    }
    Status to = patch.status().get();
    if (ticket.isClosed() && to != Status.OPEN) {
      return Optional.of(alreadyClosed(ticket));
    }
    if (to == Status.CLOSED) {
      draft.close(patch.resolution().orElse(Resolution.FIXED));
      return Optional.empty();
    }
    if (patch.resolution().isPresent()) {
      return Optional.of(new Rejection.ResolutionWithoutClosing(ticket.id(), to));
    }
    if (ticket.isClosed()) {
      draft.reopen();
    } else {
      draft.status(to);
    }
    return Optional.empty();
  }

  private static Rejection alreadyClosed(Ticket ticket) {
    return new Rejection.AlreadyClosed(ticket.id(), ticket.resolution().orElse(Resolution.FIXED));
  }

  private static Decision refuse(Rejection rejection) {
    return new Decision.Refused(rejection);
  }

  /** A ticket while a command is worked into it. */
  private static final class Draft {
    private final Ticket before;
    private String title;
    private Status status;
    private Optional<Resolution> resolution;
    private Priority priority;
    private Optional<Identity> assignee;
    private List<String> tags;
    private Extras extras;
    private Optional<TicketEvent.TextChange> description = Optional.empty();
    private Optional<String> comment = Optional.empty();
    private Optional<LinkChange> links = Optional.empty();
    private Origin said = Origin.HERE;

    Draft(Ticket ticket) {
      before = ticket;
      title = ticket.title();
      status = ticket.status();
      resolution = ticket.resolution();
      priority = ticket.priority();
      assignee = ticket.assignee();
      tags = ticket.tags();
      extras = ticket.extras();
    }

    void title(String to) {
      title = to;
    }

    Draft status(Status to) {
      status = to;
      return this;
    }

    Draft close(Resolution as) {
      status = Status.CLOSED;
      resolution = Optional.of(as);
      return this;
    }

    Draft reopen() {
      status = Status.OPEN;
      resolution = Optional.empty();
      return this;
    }

    Draft priority(Priority to) {
      priority = to;
      return this;
    }

    /** Another spelling of the present assignee changes nothing. */
    Draft assignee(Optional<Identity> to) {
      if (!assignee.equals(to)) {
        assignee = to;
      }
      return this;
    }

    /** The same tags in another order change nothing. */
    Draft tags(List<String> to) {
      if (!Ticket.sameTags(tags, to)) {
        tags = List.copyOf(to);
      }
      return this;
    }

    Draft due(Optional<DueTime> to) {
      extras = extras.withDue(to.map(DueTime::at));
      return this;
    }

    void describe(String present, String text) {
      if (!text.equals(present)) {
        description = Optional.of(new TicketEvent.TextChange(present, text));
      }
    }

    Draft comment(String text) {
      return comment(text, Origin.HERE);
    }

    Draft comment(String text, Origin origin) {
      comment = Optional.of(text);
      said = origin;
      return this;
    }

    Draft links(Optional<LinkChange> change) {
      links = change;
      return this;
    }

    Draft escalated() {
      extras = extras.escalated();
      return this;
    }

    Draft rating(Rating given) {
      extras = extras.withRating(given);
      return this;
    }

    private boolean changesNothing() {
      return comment.isEmpty()
          && description.isEmpty()
          && links.isEmpty()
          && status == before.status()
          && priority == before.priority()
          && title.equals(before.title())
          && resolution.equals(before.resolution())
          && assignee.equals(before.assignee())
          && tags.equals(before.tags())
          && extras.equals(before.extras());
    }

    Decision decide(EventKind kind, Stamp stamp) {
      if (changesNothing()) {
        return new Decision.AsItStands(before);
      }
      Ticket after =
          new Ticket(
              before.id(),
              title,
              before.author(),
              status,
              resolution,
              priority,
              assignee,
              tags,
              before.createdAt(),
              stamp.at(),
              before.version() + 1,
              stamp.seq(),
              before.comments() + (comment.isPresent() ? 1 : 0),
              extras(stamp));
      return new Decision.Accepted(
          new TicketEvent.Changed(kind, before, after, description, comment, links, said));
    }

    private Extras extras(Stamp stamp) {
      boolean isClosed = status == Status.CLOSED;
      if (isClosed == before.isClosed()) {
        return extras;
      }
      return isClosed ? extras.closed(stamp.at()) : extras.reopened();
    }
  }
}
