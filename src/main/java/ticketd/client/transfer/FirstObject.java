package ticketd.client.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * What the first object of a text in JSON tells of all of them, as far as the text's beginning
 * shows it. Pure.
 *
 * @param isOurs whether it is a ticket of ours, and no issue of gh's
 * @param isSpread whether it stands in an array or goes over several lines, so that a line is no
 *     object
 */
record FirstObject(boolean isOurs, boolean isSpread) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What every issue of gh's has unless others were chosen, and no ticket of ours. */
  private static final Set<String> THEIRS = Set.of("number", "state");

  /** What a ticket of ours has, and no issue of gh's. */
  private static final Set<String> OURS =
      Set.of(
          "status",
          "resolution",
          "priority",
          "assignee",
          "tags",
          "description",
          "due",
          "links",
          "notes",
          "commentCount",
          "version",
          "seq");

  static FirstObject of(String beginning) {
    boolean ours = false;
    boolean theirs = false;
    boolean spread = false;
    try (JsonParser parser = FACTORY.createParser(beginning)) {
      JsonToken token = parser.nextToken();
      while (token == JsonToken.START_ARRAY) {
        spread = true;
        token = parser.nextToken();
      }
      int line = parser.currentTokenLocation().getLineNr();
      try {
        while (token != null && parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          token = parser.nextToken();
          ours |= OURS.contains(name) || isOurs(name, token);
          theirs |= THEIRS.contains(name);
          parser.skipChildren();
        }
      } catch (JsonEOFException e) {
        // It is longer than what is looked at.
      }
      spread |= parser.currentLocation().getLineNr() > line;
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      // What is malformed in the first line leaves the others as they are.
    } catch (IOException e) {
      throw new UncheckedIOException("a string is read to its end", e);
    }
    return new FirstObject(ours && !theirs, spread);
  }

  /** What both have, each in a way of its own: gh's are a text and an object. */
  private static boolean isOurs(String name, JsonToken value) {
    return (name.equals("id") && value == JsonToken.VALUE_NUMBER_INT)
        || (name.equals("author") && value == JsonToken.VALUE_STRING);
  }
}
