package ticketd.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ticketd.credential.Password;
import ticketd.ticket.ExpectedVersions;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyedCommand;
import ticketd.ticket.ListQuery;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketQuery;

/** A well-formed request. */
public sealed interface Request
    permits Request.OfConnection,
        Request.Read,
        Request.Change,
        Request.Dialogue,
        Request.Asking,
        AccountRequest {
  /** What it is a request for. */
  Verb verb();

  /** Speaks of the connection alone. */
  sealed interface OfConnection extends Request {}

  /** Shows what is stored, as it is with every change acknowledged before. */
  sealed interface Read extends Request {}

  /**
   * A change, from somebody who is identified.
   *
   * @param expected of the ticket that it changes, where it is one of a ticket
   */
  record Change(
      Verb verb, KeyedCommand command, Optional<RequestKey> key, ExpectedVersions expected)
      implements Request {

    /** A change at whatever version it meets. */
    public Change(Verb verb, KeyedCommand command, Optional<RequestKey> key) {
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

  /**
   * A verb alone whose secrets are the next lines: they are on no line that could be taken for a
   * request, or be kept where requests are.
   *
   * @param verb AUTH, PASSWD or USER, which takes a new password
   * @param of whose password it is, for USER
   * @param refusal why it cannot succeed whatever they hold; it still takes its lines
   */
  record Asking(Verb verb, Optional<Identity> of, Optional<Parsed.Refused> refusal)
      implements Request {
    /** What takes its lines, and is refused then. */
    public static Asking refused(Verb verb, Refusal reason) {
      return new Asking(
          verb, Optional.empty(), Optional.of(new Parsed.Refused(reason.code(), reason.reason())));
    }

    /** What each of the lines is asked for by. */
    public List<Text> prompts() {
      return switch (verb) {
        case AUTH -> List.of(Text.NAME_PROMPT, Text.PASSWORD_PROMPT);
        case PASSWD -> List.of(Text.OLD_PASSWORD_PROMPT, Text.NEW_PASSWORD_PROMPT);
        default -> List.of(Text.NEW_PASSWORD_PROMPT);
      };
    }

    /** What the lines come to, whose characters were looked at. */
    public AccountRequest with(List<String> lines) throws Refusal {
      return switch (verb) {
        case AUTH -> AccountRequest.SignIn.of(lines.get(0), lines.get(1));
        case PASSWD ->
            new AccountRequest.NewPassword(
                Optional.empty(),
                Optional.of(Password.presented(lines.get(0))),
                AccountBodies.password(lines.get(1)));
        default ->
            new AccountRequest.NewPassword(
                of, Optional.empty(), AccountBodies.password(lines.get(0)));
      };
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

  record Report(ReportQuery query) implements Read {
    @Override
    public Verb verb() {
      return Verb.REPORT;
    }
  }

  /** The queries that are kept. */
  record Saved() implements Read {
    @Override
    public Verb verb() {
      return Verb.SAVED;
    }
  }

  record Stats() implements Read {
    @Override
    public Verb verb() {
      return Verb.STATS;
    }
  }
}
