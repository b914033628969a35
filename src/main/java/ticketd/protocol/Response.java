package ticketd.protocol;

import java.util.Optional;
import ticketd.ticket.Ticket;
import ticketd.wire.AccountAnswer;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Stats;
import ticketd.wire.Verb;

/** What ends a reply: its status line, with the data lines before it where they are always few. */
public sealed interface Response {
  record Identified(String name) implements Response {}

  /** What somebody is told about accounts. */
  record OfAccounts(AccountAnswer answer) implements Response {}

  record Pong() implements Response {}

  record HelpShown(Optional<Verb> verb) implements Response {}

  /** Written in that language already. */
  record LanguageSet(Language language) implements Response {}

  /** Written in that format already. */
  record FormatSet(Format format) implements Response {}

  record Unwatched() implements Response {}

  record Bye() implements Response {}

  /** Behind the lines of so many tickets. */
  record Listed(long count) implements Response {}

  /** Behind the lines of so many changes. */
  record HistoryEnd(long count) implements Response {}

  /** Behind the lines of so many groups and of the total. */
  record Reported(long count) implements Response {}

  /** Behind the lines of so many queries that are kept. */
  record SavedEnd(long count) implements Response {}

  /**
   * A query is kept, or no longer, as was asked.
   *
   * @param seq the number of the event that set or removed it
   * @param changed whether the request changed it, when it was carried out first
   * @param duplicate whether it was carried out before, under the same key
   */
  record QueryChanged(Verb verb, String name, long seq, boolean changed, boolean duplicate)
      implements Response {}

  record StatsShown(Stats stats) implements Response {}

  /** Behind {@link ResponseWriter#details}. */
  record Shown() implements Response {}

  /**
   * A change was carried out, or there was nothing to change.
   *
   * @param ticket just after the change; as it stands where nothing changed
   * @param changed whether the request changed it, when it was carried out first
   * @param duplicate whether it was carried out before, under the same key
   */
  record Changed(Verb verb, Ticket ticket, boolean changed, boolean duplicate)
      implements Response {}

  /** A watch begins behind the change {@code seq}. */
  record Watching(long generation, long seq) implements Response {}

  record Failed(ErrorCode code, Message message) implements Response {}
}
