package ticketd.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.ticket.LinkChange;
import ticketd.ticket.Rating;
import ticketd.ticket.Resolution;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketEvent;

/** Which fields a change set, in the order in which they are shown. */
final class FieldChanges {
  private FieldChanges() {}

  /** Told of each field that changed, its old value and its new one. */
  interface Visitor {
    void title(String before, String after);

    void description(String before, String after);

    /** A field whose value is a word, or none. */
    void word(Field field, Optional<String> before, Optional<String> after);

    void tags(List<String> before, List<String> after);

    void due(Optional<Instant> before, Optional<Instant> after);

    void links(LinkChange change);

    void rating(Optional<Rating> before, Optional<Rating> after);
  }

  /** The fields whose values are words. */
  enum Field {
    STATUS("status"),
    RESOLUTION("resolution"),
    PRIORITY("priority"),
    ASSIGNEE("assignee");

    private final String wireName;

    Field(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  static void visit(TicketEvent.Changed event, Visitor visitor) {
    Ticket before = event.before();
    Ticket after = event.after();
    if (!before.title().equals(after.title())) {
      visitor.title(before.title(), after.title());
    }
    event.description().ifPresent(text -> visitor.description(text.before(), text.after()));
    if (before.status() != after.status()) {
      visitor.word(
          Field.STATUS,
          Optional.of(before.status().wireName()),
          Optional.of(after.status().wireName()));
    }
    if (!before.resolution().equals(after.resolution())) {
      visitor.word(
          Field.RESOLUTION,
          before.resolution().map(Resolution::wireName),
          after.resolution().map(Resolution::wireName));
    }
    if (before.priority() != after.priority()) {
      visitor.word(
          Field.PRIORITY,
          Optional.of(before.priority().wireName()),
          Optional.of(after.priority().wireName()));
    }
    if (!before.assignee().equals(after.assignee())) {
      visitor.word(
          Field.ASSIGNEE,
          before.assignee().map(Identity::name),
          after.assignee().map(Identity::name));
    }
    if (!Ticket.sameTags(before.tags(), after.tags())) {
      visitor.tags(before.tags(), after.tags());
    }
    if (!before.extras().due().equals(after.extras().due())) {
      visitor.due(before.extras().due(), after.extras().due());
    }
    event.links().ifPresent(visitor::links);
    if (!before.extras().rating().equals(after.extras().rating())) {
      visitor.rating(before.extras().rating(), after.extras().rating());
    }
  }
}
