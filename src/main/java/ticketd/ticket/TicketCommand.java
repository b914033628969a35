package ticketd.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A request to change a ticket, its grammar already checked. */
public sealed interface TicketCommand extends KeyedCommand {
  /** A command on one ticket that the requester names. */
  sealed interface OnTicket extends TicketCommand {
    long id();
  }

  /** {@code title} without spaces at its ends, {@code tags} without repeats. */
  record File(
      String title,
      String description,
      Priority priority,
      List<String> tags,
      Optional<Identity> assignee,
      Optional<DueTime> due,
      Origin origin,
      Optional<Closing> closing)
      implements TicketCommand {
    public File(
        String title,
        String description,
        Priority priority,
        List<String> tags,
        Optional<Identity> assignee) {
      this(
          title,
          description,
          priority,
          tags,
          assignee,
          Optional.empty(),
          Origin.HERE,
          Optional.empty());
    }

    /** What the dialogue files: everything but the texts as in a new ticket. */
    public static File of(String title, String description) {
      return new File(title, description, Priority.NORMAL, List.of(), Optional.empty());
    }
  }

  record Comment(long id, String text, Origin origin) implements OnTicket {
    public Comment(long id, String text) {
      this(id, text, Origin.HERE);
    }
  }

  /** An internal comment. */
  record Note(long id, String text, Origin origin) implements OnTicket {}

  record Take(long id) implements OnTicket {}

  /** TAKE of the first open, unassigned match: highest priority, then lowest id. */
  record TakeNext(TicketQuery query) implements TicketCommand {}

  record Assign(long id, Optional<Identity> assignee) implements OnTicket {}

  record Move(long id, Status status) implements OnTicket {}

  /**
   * Closes it.
   *
   * @param duplicateOf the ticket that it duplicates, which it is linked to in the same change
   */
  record Close(long id, Resolution resolution, Optional<String> comment, OptionalLong duplicateOf)
      implements OnTicket {
    public Close(long id, Resolution resolution, Optional<String> comment) {
      this(id, resolution, comment, OptionalLong.empty());
    }
  }

  /** Links it to another one; the type is one that can be set. */
  record SetLink(long id, Link link) implements OnTicket {}

  /** Removes all links between two tickets. */
  record Unlink(long id, long other) implements OnTicket {}

  record Rate(long id, Rating rating, Optional<String> comment) implements OnTicket {}

  record Reopen(long id) implements OnTicket {}

  record Prioritise(long id, Priority priority) implements OnTicket {}

  /** Carried out from left to right. */
  record Retag(long id, List<TagChange> changes) implements OnTicket {}

  /** How an imported ticket was closed: not before it was filed, not in the future. */
  record Closing(Instant at, Resolution resolution) {}

  /** Sets when it is due ({@code to} present), or clears that. */
  record SetDue(long id, Optional<DueTime> to) implements OnTicket {}

  record TagChange(boolean added, String tag) {}

  /**
   * Sets fields, perhaps at one version of the ticket only.
   *
   * @param expectedVersion 1 or more; {@link Long#MAX_VALUE} for every number beyond it
   */
  record Edit(long id, Patch patch, OptionalLong expectedVersion) implements OnTicket {
    ExpectedVersions expected() {
      return expectedVersion.isPresent()
          ? ExpectedVersions.of(expectedVersion.getAsLong())
          : ExpectedVersions.NOT_CHECKED;
    }
  }

  /** The fields an edit sets; an empty one stays as it is. */
  record Patch(
      Optional<String> title,
      Optional<String> description,
      Optional<Priority> priority,
      Optional<Assignment> assignment,
      Optional<List<String>> tags,
      Optional<Status> status,
      Optional<Resolution> resolution,
      Optional<DueChange> due) {
    public Patch(
        Optional<String> title,
        Optional<String> description,
        Optional<Priority> priority,
        Optional<Assignment> assignment,
        Optional<List<String>> tags,
        Optional<Status> status,
        Optional<Resolution> resolution) {
      this(title, description, priority, assignment, tags, status, resolution, Optional.empty());
    }
  }

  /** An assignee set ({@code to} present) or cleared. */
  record Assignment(Optional<Identity> to) {}

  /** When it is due, set ({@code to} present) or cleared. */
  record DueChange(Optional<DueTime> to) {}
}
