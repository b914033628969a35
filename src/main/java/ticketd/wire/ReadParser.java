package ticketd.wire;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import ticketd.ticket.Identity;

/**
 * Reads that come as a verb and its arguments apart rather than as a line. The checks, their order
 * and what they say are those of a line. May be used by many threads at once.
 */
public final class ReadParser {
  private final Clock clock;

  /** A parser that takes the days of queries for days of the clock's zone. */
  public ReadParser(Clock clock) {
    this.clock = clock;
  }

  /** Makes a request of arguments whose characters were looked at. */
  private interface Reading {
    Request of(Requester requester) throws Refusal;
  }

  /** LIST of what {@code query} says, all of it. */
  public Parsed list(String query, Optional<Identity> who) {
    return parse(
        who,
        requester -> new Request.ListTickets(QueryParser.list(checked(query), clock, requester)));
  }

  /**
   * LIST of what {@code query} says, so many tickets of it.
   *
   * @param unlessGiven the limit of a query that names none
   * @param most the highest limit that may be named
   */
  public Parsed page(String query, int unlessGiven, int most, Optional<Identity> who) {
    return parse(
        who,
        requester ->
            new Request.ListTickets(
                QueryParser.page(checked(query), unlessGiven, most, clock, requester)));
  }

  /** REPORT; what is left out is empty. */
  public Parsed report(
      String query, Optional<String> range, Optional<String> by, Optional<Identity> who) {
    return parse(
        who,
        requester ->
            new Request.Report(
                QueryParser.report(
                    checked(query),
                    range.isEmpty() ? range : Optional.of(word(range.get())),
                    by.isEmpty() ? by : Optional.of(word(by.get())),
                    clock,
                    requester)));
  }

  /** SHOW. */
  public Parsed show(String id) {
    return parse(Optional.empty(), requester -> new Request.Show(id(id)));
  }

  /** HISTORY; what is left out is empty. */
  public Parsed history(String id, Optional<String> after, Optional<String> limit) {
    return parse(
        Optional.empty(),
        requester ->
            new Request.History(
                id(id),
                after.isEmpty() ? 0 : FieldRules.number("after", word(after.get()), 0),
                limit.isEmpty()
                    ? OptionalInt.empty()
                    : FieldRules.limit("limit", word(limit.get()))));
  }

  /**
   * WATCH.
   *
   * @param since as {@code since:} takes it; empty for from now on
   */
  public Parsed watch(String query, Optional<String> since, Optional<Identity> who) {
    return parse(
        who,
        requester -> {
          Optional<String> place = since.isEmpty() ? since : Optional.of(checked(since.get()));
          return QueryParser.watch(checked(query), place, clock, requester);
        });
  }

  private static Parsed parse(Optional<Identity> who, Reading reading) {
    try {
      Requester requester = new Requester(who);
      Request request = reading.of(requester);
      requester.checkIdentified();
      return new Parsed.Accepted(request);
    } catch (Refusal refusal) {
      return new Parsed.Refused(refusal.code(), refusal.reason());
    }
  }

  private static long id(String id) throws Refusal {
    return FieldRules.id(word(id));
  }

  /** The name of a query that is kept. */
  public static String savedName(String name) throws Refusal {
    return FieldRules.savedName(word(name));
  }

  /** Of characters that a line may hold, and one line. */
  static String checked(String argument) throws Refusal {
    byte[] bytes = Utf8.bytes(argument);
    Utf8Check.check(bytes, 0, bytes.length);
    return argument;
  }

  /** The same of what is neither a query nor a text. */
  static String word(String argument) throws Refusal {
    FieldRules.checkNoDirectionMark(checked(argument));
    return argument;
  }
}
