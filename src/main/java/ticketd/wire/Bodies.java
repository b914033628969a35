package ticketd.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import ticketd.ticket.Spaces;

/** Bodies as text: their characters, their lines, and the value that one without braces is. */
final class Bodies {
  private Bodies() {}

  /** The characters are those of lines, whose ends JSON takes for spaces between its tokens. */
  static String text(byte[] json) throws Refusal {
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

  /** The text that bytes of UTF-8 are, whatever characters it holds. */
  static String decoded(byte[] utf8) throws Refusal {
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer text = CharBuffer.allocate(utf8.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError()) {
      throw Refusal.badText(Text.NOT_UTF_8, bytes.position() + 1);
    }
    return text.flip().toString();
  }

  /** A text of several lines: CR LF is LF, and one at its end is no part of it. */
  static String lines(byte[] body) throws Refusal {
    // Bytes as they are: in UTF-8 none of a longer character is a CR or an LF.
    String bytes = new String(body, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    byte[] text =
        (bytes.endsWith("\n") ? bytes.substring(0, bytes.length() - 1) : bytes)
            .getBytes(StandardCharsets.ISO_8859_1);
    int from = 0;
    for (int at = 0; at <= text.length; at++) {
      if (at == text.length || text[at] == '\n') {
        Utf8Check.check(text, from, at);
        from = at + 1;
      }
    }
    return Utf8.text(text);
  }

  /** What {@code text}, all of it, says behind {@code verb}. */
  static JsonMembers members(Verb verb, String text) throws Refusal {
    JsonMembers members = new JsonMembers(verb.members());
    switch (verb) {
      case SENDTICKET -> titled(members, text);
      case COMMENT, NOTE -> members.add(Member.TEXT, text);
      case STATUS -> members.add(Member.STATUS, Spaces.strip(text));
      case PRIORITY -> members.add(Member.PRIORITY, Spaces.strip(text));
      case ASSIGN -> assigned(members, Spaces.strip(text));
      case RATE -> rated(members, Spaces.strip(text));
      case DUE -> due(members, Spaces.strip(text));
      case CLOSE -> members.add(Member.RESOLUTION, Spaces.strip(text));
      default -> {
        if (!text.isBlank()) {
          throw Refusal.badRequest(Text.JSON_EXPECTED, verb.name());
        }
      }
    }
    return members;
  }

  /** The title on the first line, then the description, perhaps behind a blank line. */
  private static void titled(JsonMembers members, String text) throws Refusal {
    int end = text.indexOf('\n');
    if (end < 0) {
      members.add(Member.TITLE, text);
      return;
    }
    members.add(Member.TITLE, text.substring(0, end));
    members.add(
        Member.DESCRIPTION, text.substring(text.startsWith("\n", end + 1) ? end + 2 : end + 1));
  }

  /** One score, or the three with spaces between. */
  private static void rated(JsonMembers members, String scores) throws Refusal {
    String[] each = scores.split(" +", -1);
    if (each.length != 3) {
      members.add(Member.RATING, scores);
      return;
    }
    members.add(Member.RESPONSIVENESS, each[0]);
    members.add(Member.COMPETENCE, each[1]);
    members.add(Member.SATISFACTION, each[2]);
  }

  private static void due(JsonMembers members, String when) throws Refusal {
    if (when.equals("null") || when.equals("-")) {
      members.addNull(Member.DUE);
    } else {
      members.add(Member.DUE, when);
    }
  }

  private static void assigned(JsonMembers members, String name) throws Refusal {
    if (name.equals("null") || name.equals("-")) {
      members.addNull(Member.ASSIGNEE);
    } else {
      members.add(Member.ASSIGNEE, name);
    }
  }
}
