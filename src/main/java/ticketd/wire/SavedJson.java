package ticketd.wire;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import ticketd.ticket.SavedQuery;

/** A query that the desk keeps, in JSON. */
public final class SavedJson {
  private static final SerializedString NAME = name("name");
  private static final SerializedString QUERY = name("query");

  private SavedJson() {}

  public static void members(JsonLine json, SavedQuery saved) throws IOException {
    json.text(NAME, saved.name());
    json.text(QUERY, saved.query());
  }
}
