package ticketd.wire;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ticketd.ticket.ExpectedVersions;
import ticketd.ticket.Identity;
import ticketd.ticket.ListQuery;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;

/** A well-formed request. */
public sealed interface Request {
  /** Speaks of the connection alone. */
  sealed interface OfConnection extends Request {}

  /** Shows what is stored, as it is with every change acknowledged before. */
  sealed interface Read extends Request {}

  /**
   * A change, from somebody who is identified.
   *
   * @param expected of the ticket that it changes
   */
  record Change(
      Verb verb, TicketCommand command, Optional<RequestKey> key, ExpectedVersions expected)
      implements Request {

    /** A change at whatever version it meets. */
    public Change(Verb verb, TicketCommand command, Optional<RequestKey> key) {
      this(verb, command, key, ExpectedVersions.NOT_CHECKED);
    }
  }

  record Ident(Identity identity) implements OfConnection {}

  /**
   * SENDTICKET alone: the title and the description are the next two lines.
   *
   * @param refusal why it cannot succeed whatever they hold: its key is none. It still takes the
   *     two lines, so that no text is ever executed.
   */
  record Dialogue(Optional<RequestKey> key, Optional<Parsed.Refused> refusal) implements Request {}

  record Ping() implements OfConnection {}

  /** HELP on one verb, or on all. */
  record Help(Optional<Verb> verb) implements OfConnection {}

  record SetLanguage(Language language) implements OfConnection {}

  record SetFormat(Format format) implements OfConnection {}

  record Watch(Optional<Since> since, TicketQuery query) implements Read {}

  /**
   * Where a watch begins: behind the change {@code seq}, 0 or above, of the named generation.
   *
   * @param seq {@link Long#MAX_VALUE} for every number beyond it
   */
  record Since(OptionalLong generation, long seq) {}

  record Unwatch() implements OfConnection {}

  record Quit() implements OfConnection {}

  record ListTickets(ListQuery query) implements Read {}

  record Show(long id) implements Read {}

  /**
   * The changes of a ticket.
   *
   * @param after only those with a higher number; 0 for all
   * @param limit at most so many, 1 or more
   */
  record History(long id, long after, OptionalInt limit) implements Read {}

  record Stats() implements Read {}
}
