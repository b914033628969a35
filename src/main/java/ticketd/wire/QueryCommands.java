package ticketd.wire;

import java.time.Clock;
import ticketd.ticket.Limits;
import ticketd.ticket.QueryCommand;
import ticketd.ticket.Spaces;

/** Commands on the queries that the desk keeps, whatever door they came through. */
public final class QueryCommands {
  private QueryCommands() {}

  /** SAVE; what is kept is what was said, as far as it is a query. */
  public static QueryCommand save(String name, String query, Clock clock, Requester requester)
      throws Refusal {
    String named = FieldRules.savedName(name);
    String said = Spaces.strip(query);
    if (said.isEmpty()) {
      throw Refusal.badRequest(Text.QUERY_EMPTY);
    } else if (!Limits.isTextLength(said)) {
      throw Refusal.badText(Text.TEXT_TOO_LONG, Utf8.bytes(said).length, Limits.MAX_TEXT_BYTES);
    }
    QueryParser.saved(said, clock, requester);
    return new QueryCommand.Save(named, said);
  }

  public static QueryCommand unsave(String name) throws Refusal {
    return new QueryCommand.Unsave(FieldRules.savedName(name));
  }
}
