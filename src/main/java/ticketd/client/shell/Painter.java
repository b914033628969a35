package ticketd.client.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ticketd.client.link.Incoming;
import ticketd.client.link.RequestLine;
import ticketd.client.screen.Cells;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Visible;
import ticketd.wire.Verb;

/** The server's lines as a terminal shows them: safe, fitted to the width, coloured. */
final class Painter {
  /** Id and author, title, date, attributes. The title takes all it can: it may hold anything. */
  private static final Pattern ROW =
      Pattern.compile(
          "(#[0-9]+)( \\[[^\\]]*\\] )(.*)( - (?:[0-9/]{10}|[0-9-]{10}))((?: · [^·]*)*)");

  private static final Pattern FIELD = Pattern.compile("( [^: ]+: )(.*)");

  private static final String SEPARATOR = " · ";

  private static final Pattern EVENT =
      Pattern.compile("(! [0-9]+ #[0-9]+ \\[[^\\]]*\\] )([a-z]+)((?s:.*))");

  private static final Pattern WORDS =
      Pattern.compile("( ?)(status|resolution|priority) (\\S+) -> (.+)");

  /** What has no words of the wire behind its name. */
  private static final Pattern OTHERS =
      Pattern.compile("( ?)(assignee|due|tags|links|rating|description)((?: .+)?)");

  /** A text: what follows is part of it, or behind it. */
  private static final Pattern TEXT = Pattern.compile("( ?)(title|comment|note)( .*)");

  /** A title is not cut shorter than this, however narrow the terminal. */
  private static final int LEAST_TITLE = 10;

  private final boolean coloured;

  Painter(boolean coloured) {
    this.coloured = coloured;
  }

  /** A data line of the reply to {@code request}. */
  String data(RequestLine request, String line, int width) {
    if (line.startsWith("{")) {
      return Visible.json(line);
    }
    String safe = Visible.line(line);
    if (request.is(Verb.LIST)) {
      return row(safe, width);
    }
    if (request.is(Verb.SHOW) || request.is(Verb.STATS)) {
      Matcher field = FIELD.matcher(safe);
      if (field.matches()) {
        return Colour.FAINT.on(field.group(1), coloured)
            + Colour.attribute(field.group(2), coloured);
      }
      return safe.startsWith("#") ? row(safe, Integer.MAX_VALUE) : safe;
    }
    return safe;
  }

  /** A change that a watch reports, whole: it is told once. */
  String event(String line, Terms terms) {
    if (line.startsWith("{")) {
      return Visible.json(line);
    }
    String safe = Visible.line(line);
    Matcher event = EVENT.matcher(safe);
    return Colour.EVENT.on(
        event.matches()
            ? event.group(1) + terms.event(event.group(2)) + changed(event, terms)
            : safe,
        coloured);
  }

  /** What an event tells behind its name. */
  private static String changed(Matcher event, Terms terms) {
    String[] parts = event.group(3).split(SEPARATOR, -1);
    if (event.group(2).equals("filed")) {
      // A title comes first, which may hold anything; attributes are what ends the line.
      for (int i = parts.length - 1; i > 0; i--) {
        parts[i] = terms.attribute(parts[i]);
      }
      return String.join(SEPARATOR, parts);
    }
    for (int i = 0; i < parts.length; i++) {
      Matcher words = WORDS.matcher(parts[i]);
      Matcher others = OTHERS.matcher(parts[i]);
      if (words.matches()) {
        parts[i] =
            words.group(1)
                + terms.field(words.group(2))
                + " "
                + terms.value(words.group(3))
                + " -> "
                + terms.value(words.group(4));
      } else if (others.matches()) {
        parts[i] = named(others, terms);
      } else {
        Matcher text = TEXT.matcher(parts[i]);
        parts[i] = text.matches() ? named(text, terms) : parts[i];
        break;
      }
    }
    return String.join(SEPARATOR, parts);
  }

  private static String named(Matcher field, Terms terms) {
    return field.group(1) + terms.field(field.group(2)) + field.group(3);
  }

  /** A status line. */
  String status(String line) {
    String safe = line.startsWith("{") ? Visible.json(line) : Visible.line(line);
    return safe.startsWith("[ERR]") ? Colour.ERROR.on(safe, coloured) : safe;
  }

  /** What is shown of the answer to QUIT: its text alone. */
  static String bye(Incoming.Status status) {
    String text = status.said().text();
    return text.isEmpty() ? status.line() : text;
  }

  /** A word of the client's own. */
  String notice(String text) {
    return Colour.FAINT.on("* " + text, coloured);
  }

  private String row(String line, int width) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      return Cells.fit(line, width);
    }
    String title = row.group(3);
    int others = Cells.width(line) - Cells.width(title);
    String fitted =
        width == Integer.MAX_VALUE
            ? title
            : Cells.fit(title, Math.max(LEAST_TITLE, width - 1 - others));
    StringBuilder painted = new StringBuilder();
    painted.append(Colour.ID.on(row.group(1), coloured)).append(row.group(2)).append(fitted);
    painted.append(Colour.FAINT.on(row.group(4), coloured));
    for (String attribute : row.group(5).split(" · ", -1)) {
      if (!attribute.isEmpty()) {
        painted.append(" · ").append(Colour.attribute(attribute, coloured));
      }
    }
    return painted.toString();
  }
}
