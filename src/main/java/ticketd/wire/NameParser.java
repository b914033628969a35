package ticketd.wire;

import java.util.EnumSet;
import ticketd.ticket.Identity;
import ticketd.ticket.Spaces;

/** Who somebody says they are, by a name, as a desk without accounts takes it. */
public final class NameParser {
  private NameParser() {}

  /** The identity of a name whose characters are those of a line; {@code me} is nobody's. */
  public static Identity parse(String text) throws Refusal {
    String name = Spaces.strip(text);
    return Identity.of(name).orElseThrow(() -> Refusal.badRequest(Text.NAME_MALFORMED, name));
  }

  /** The identity of a name in UTF-8. */
  public static Identity parse(byte[] utf8) throws Refusal {
    Utf8Check.check(utf8, 0, utf8.length);
    return ofText(Utf8.text(utf8));
  }

  private static Identity ofText(String text) throws Refusal {
    FieldRules.checkNoDirectionMark(text);
    return parse(text);
  }

  /** The identity that a body gives: the name itself, or an object that holds it. */
  public static Identity ofBody(byte[] body) throws Refusal {
    return body.length > 0 && body[0] == '{' ? ofJson(body) : ofText(Bodies.lines(body));
  }

  private static Identity ofJson(byte[] json) throws Refusal {
    JsonMembers members =
        JsonMembers.readLines(
            Bodies.text(json), EnumSet.of(Member.NAME, Member.TOKEN, Member.PASSWORD));
    if (members.has(Member.TOKEN) || members.has(Member.PASSWORD)) {
      throw secretRefused();
    }
    return parse(members.required(Member.NAME));
  }

  /** A desk without accounts has nothing to compare a secret with. */
  public static Refusal secretRefused() {
    return new Refusal(ErrorCode.AUTH_FAILED, Message.of(Text.NAME_ALONE));
  }
}
