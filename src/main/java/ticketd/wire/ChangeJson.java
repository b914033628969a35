package ticketd.wire;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import ticketd.ticket.Ticket;

/** What a change came to, in JSON. */
public final class ChangeJson {
  private static final SerializedString ID = name("id");
  private static final SerializedString VERSION = name("version");
  private static final SerializedString SEQ = name("seq");
  private static final SerializedString CHANGED = name("changed");
  private static final SerializedString DUPLICATE = name("duplicate");
  private static final SerializedString TICKET = name("ticket");

  private static final SerializedString NAME = name("name");

  private ChangeJson() {}

  /**
   * The members of the answer to {@code verb}.
   *
   * @param ticket just after the change; as it stands where nothing changed
   * @param changed whether the request changed it, when it was carried out first
   * @param duplicate whether it was carried out before, under the same key
   */
  public static void members(
      JsonLine json, Verb verb, Ticket ticket, boolean changed, boolean duplicate)
      throws IOException {
    json.number(ID, ticket.id());
    json.number(VERSION, ticket.version());
    json.number(SEQ, ticket.seq());
    if (verb != Verb.SENDTICKET) {
      json.bool(CHANGED, changed);
    }
    if (duplicate) {
      json.bool(DUPLICATE, true);
    }
    if (verb == Verb.TAKE) {
      TicketJson.member(json, TICKET, ticket);
    }
  }

  /**
   * The members of the answer to a change of the queries that are kept.
   *
   * @param seq the number of the event that set or removed it
   */
  public static void members(
      JsonLine json, String name, long seq, boolean changed, boolean duplicate) throws IOException {
    json.text(NAME, name);
    json.number(SEQ, seq);
    json.bool(CHANGED, changed);
    if (duplicate) {
      json.bool(DUPLICATE, true);
    }
  }
}
