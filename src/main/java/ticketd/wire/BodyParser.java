package ticketd.wire;

import java.time.Clock;
import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketCommand;

/**
 * Changes that come as a verb and a JSON object rather than as a line. The checks, their order and
 * what they say are those of a line. May be used by many threads at once.
 */
public final class BodyParser {
  private final Clock clock;

  /** A parser that takes the days of queries for days of the clock's zone. */
  public BodyParser(Clock clock) {
    this.clock = clock;
  }

  /**
   * The change that {@code verb} is to make.
   *
   * @param id the ticket's number as it was sent; empty where the verb makes a new ticket
   * @param json UTF-8, on one line or on several; empty for an object without members
   * @param key as it was sent; empty for none
   */
  public Parsed parse(
      Verb verb, String id, byte[] json, Optional<String> key, Optional<Identity> who) {
    try {
      String text = text(json);
      Optional<RequestKey> used = key(key);
      Requester requester = new Requester(who);
      long ticket = verb == Verb.SENDTICKET ? 0 : FieldRules.id(id);
      JsonMembers members = members(verb, text);
      TicketCommand command = BodyCommands.of(verb, ticket, members, requester);
      return new Parsed.Accepted(requester.change(verb, command, used));
    } catch (Refusal refusal) {
      return new Parsed.Refused(refusal.code(), refusal.reason());
    }
  }

  /** TAKE NEXT of what {@code query} says. */
  public Parsed takeNext(byte[] query, Optional<String> key, Optional<Identity> who) {
    try {
      Utf8Check.check(query, 0, query.length);
      Optional<RequestKey> used = key(key);
      Requester requester = new Requester(who);
      TicketCommand command =
          new TicketCommand.TakeNext(QueryParser.filter(Utf8.text(query), clock, requester));
      return new Parsed.Accepted(requester.change(Verb.TAKE, command, used));
    } catch (Refusal refusal) {
      return new Parsed.Refused(refusal.code(), refusal.reason());
    }
  }

  private static JsonMembers members(Verb verb, String text) throws Refusal {
    String json = text.isBlank() ? "{}" : text.stripLeading();
    if (!json.startsWith("{")) {
      throw Refusal.badRequest(Text.JSON_EXPECTED, verb.name());
    }
    return JsonMembers.readLines(json, verb.members());
  }

  private static Optional<RequestKey> key(Optional<String> key) throws Refusal {
    return key.isEmpty() ? Optional.empty() : Optional.of(FieldRules.key(key.get()));
  }

  /** The characters are those of lines, whose ends JSON takes for spaces between its tokens. */
  private static String text(byte[] json) throws Refusal {
    int from = 0;
    for (int at = 0; at < json.length; at++) {
      if (json[at] == '\n' || json[at] == '\r') {
        Utf8Check.check(json, from, at);
        from = at + 1;
      }
    }
    Utf8Check.check(json, from, json.length);
    return Utf8.text(json);
  }
}
