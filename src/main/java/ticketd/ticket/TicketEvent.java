package ticketd.ticket;

import java.util.Optional;

/** What one accepted command did to one ticket. */
public sealed interface TicketEvent {
  EventKind kind();

  /** The ticket just after the event. */
  Ticket after();

  /** The comment the event added. */
  Optional<String> comment();

  record Filed(Ticket after, String description) implements TicketEvent {
    @Override
    public EventKind kind() {
      return EventKind.FILED;
    }

    @Override
    public Optional<String> comment() {
      return Optional.empty();
    }
  }

  /**
   * A ticket that existed was changed.
   *
   * @param before the ticket just before, so that old values can be shown
   * @param description where the event set another
   * @param links where the event changed them
   * @param said of whom the comment is, and since when
   */
  record Changed(
      EventKind kind,
      Ticket before,
      Ticket after,
      Optional<TextChange> description,
      Optional<String> comment,
      Optional<LinkChange> links,
      Origin said)
      implements TicketEvent {}

  /**
   * An internal comment was added, the {@code n}-th; {@code after} is the ticket as it stands, its
   * last {@code seq} included.
   */
  record Noted(Ticket after, int n, String note, Origin said) implements TicketEvent {
    @Override
    public EventKind kind() {
      return EventKind.NOTED;
    }

    @Override
    public Optional<String> comment() {
      return Optional.empty();
    }
  }

  /** A text replaced by another. */
  record TextChange(String before, String after) {}

  /** Nothing changed; {@code after} is the ticket as it stands, its last {@code seq} included. */
  record Noop(Ticket after) implements TicketEvent {
    @Override
    public EventKind kind() {
      return EventKind.NOOP;
    }

    @Override
    public Optional<String> comment() {
      return Optional.empty();
    }
  }
}
