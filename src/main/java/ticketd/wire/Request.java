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
  /** What it is a request for. */
  Verb verb();

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

  record Ident(Identity identity) implements OfConnection {
    @Override
    public Verb verb() {
      return Verb.IDENT;
    }
  }

  /**
   * SENDTICKET alone: the title and the description are the next two lines.
   *
   * @param refusal why it cannot succeed whatever they hold: its key is none. It still takes the
   *     two lines, so that no text is ever executed.
   */
  record Dialogue(Optional<RequestKey> key, Optional<Parsed.Refused> refusal) implements Request {
    @Override
    public Verb verb() {
      return Verb.SENDTICKET;
    }
  }

  record Ping() implements OfConnection {
    @Override
    public Verb verb() {
      return Verb.PING;
    }
  }

  /** HELP on one verb, or on all. */
  record Help(Optional<Verb> about) implements OfConnection {
    @Override
    public Verb verb() {
      return Verb.HELP;
    }
  }

  record SetLanguage(Language language) implements OfConnection {
    @Override
    public Verb verb() {
      return Verb.LANG;
    }
  }

  record SetFormat(Format format) implements OfConnection {
    @Override
    public Verb verb() {
      return Verb.FORMAT;
    }
  }

  record Watch(Optional<Since> since, TicketQuery query) implements Read {
    @Override
    public Verb verb() {
      return Verb.WATCH;
    }
  }

  /**
   * Where a watch begins: behind the change {@code seq}, 0 or above, of the named generation.
   *
   * @param seq {@link Long#MAX_VALUE} for every number beyond it
   */
  record Since(OptionalLong generation, long seq) {}

  record Unwatch() implements OfConnection {
    @Override
    public Verb verb() {
      return Verb.UNWATCH;
    }
  }

  record Quit() implements OfConnection {
    @Override
    public Verb verb() {
      return Verb.QUIT;
    }
  }

  record ListTickets(ListQuery query) implements Read {
    @Override
    public Verb verb() {
      return Verb.LIST;
    }
  }

  record Show(long id) implements Read {
    @Override
    public Verb verb() {
      return Verb.SHOW;
    }
  }

  /**
   * The changes of a ticket.
   *
   * @param after only those with a higher number; 0 for all
   * @param limit at most so many, 1 or more
   */
  record History(long id, long after, OptionalInt limit) implements Read {
    @Override
    public Verb verb() {
      return Verb.HISTORY;
    }
  }

  record Stats() implements Read {
    @Override
    public Verb verb() {
      return Verb.STATS;
    }
  }
}
