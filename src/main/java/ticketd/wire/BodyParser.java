package ticketd.wire;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import ticketd.ticket.ExpectedVersions;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyedCommand;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketCommand;

/**
 * Changes that come as a verb and a body rather than as a line. The checks, their order and what
 * they say are those of a line. May be used by many threads at once.
 */
public final class BodyParser {
  private final Clock clock;

  /** A parser that takes the days of queries for days of the clock's zone. */
  public BodyParser(Clock clock) {
    this.clock = clock;
  }

  /**
   * What stands beside a body.
   *
   * @param key as it was sent; empty for none
   * @param expected none where the verb makes a new ticket
   */
  public record Sender(Optional<String> key, ExpectedVersions expected, Optional<Identity> who) {}

  /** Makes a command, for whoever asks for it. */
  private interface Making {
    KeyedCommand of(Requester requester) throws Refusal;
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
    return parse(verb, id, json, new Sender(key, ExpectedVersions.NOT_CHECKED, who));
  }

  /** The same, at the versions that the sender expects. */
  public Parsed parse(Verb verb, String id, byte[] json, Sender sender) {
    return change(
        verb,
        sender,
        () -> {
          String text = Bodies.text(json);
          return of(verb, id, () -> members(verb, text));
        });
  }

  /**
   * The change that {@code verb} is to make where a body that does not begin with a brace is the
   * one value that the verb is mostly given.
   *
   * @param besides members told apart from the body
   */
  public Parsed parseAny(
      Verb verb, String id, byte[] body, Map<Member, String> besides, Sender sender) {
    return change(
        verb,
        sender,
        () -> {
          boolean isText = body.length > 0 && body[0] != '{';
          String text = isText ? Bodies.lines(body) : Bodies.text(body);
          for (String value : besides.values()) {
            ReadParser.checked(value);
          }
          return of(
              verb,
              id,
              () -> {
                JsonMembers members = isText ? Bodies.members(verb, text) : members(verb, text);
                for (Map.Entry<Member, String> member : besides.entrySet()) {
                  members.add(member.getKey(), member.getValue());
                }
                return members;
              });
        });
  }

  /** TAKE NEXT of what {@code query} says. */
  public Parsed takeNext(byte[] query, Optional<String> key, Optional<Identity> who) {
    return takeNext(query, new Sender(key, ExpectedVersions.NOT_CHECKED, who));
  }

  /** The same, should what is found be at a version that the sender expects. */
  public Parsed takeNext(byte[] query, Sender sender) {
    return change(
        Verb.TAKE,
        sender,
        () -> {
          Utf8Check.check(query, 0, query.length);
          return requester ->
              new TicketCommand.TakeNext(QueryParser.filter(Utf8.text(query), clock, requester));
        });
  }

  /** SAVE or UNSAVE; the body says what is kept: as an object, or as it is. */
  public Parsed parseQuery(Verb verb, String name, byte[] body, Sender sender) {
    return change(
        verb,
        sender,
        () -> {
          ReadParser.word(name);
          boolean isText = body.length > 0 && body[0] != '{';
          String text = isText ? ReadParser.checked(Bodies.lines(body)) : Bodies.text(body);
          return requester ->
              verb == Verb.SAVE
                  ? QueryCommands.save(name, query(isText, text), clock, requester)
                  : QueryCommands.unsave(name);
        });
  }

  private static String query(boolean isText, String text) throws Refusal {
    return isText ? text : members(Verb.SAVE, text).required(Member.QUERY);
  }

  /** Looks at the characters, before anything else is looked at. */
  private interface Checking {
    Making characters() throws Refusal;
  }

  private static Parsed change(Verb verb, Sender sender, Checking checking) {
    try {
      Making making = checking.characters();
      Optional<RequestKey> key =
          sender.key().isEmpty()
              ? Optional.empty()
              : Optional.of(FieldRules.key(sender.key().get()));
      Requester requester = new Requester(sender.who());
      KeyedCommand command = making.of(requester);
      return new Parsed.Accepted(requester.change(verb, command, key, sender.expected()));
    } catch (Refusal refusal) {
      return new Parsed.Refused(refusal.code(), refusal.reason());
    }
  }

  /** Reads the members of a body. */
  private interface Reading {
    JsonMembers members() throws Refusal;
  }

  private Making of(Verb verb, String id, Reading reading) throws Refusal {
    ReadParser.word(id);
    return requester -> {
      long ticket = verb == Verb.SENDTICKET ? 0 : FieldRules.id(id);
      return BodyCommands.of(verb, ticket, reading.members(), clock, requester);
    };
  }

  private static JsonMembers members(Verb verb, String text) throws Refusal {
    String json = text.isBlank() ? "{}" : text.stripLeading();
    if (!json.startsWith("{")) {
      throw Refusal.badRequest(Text.JSON_EXPECTED, verb.name());
    }
    return JsonMembers.readLines(json, verb.members());
  }
}
