package ticketd.client.screen;

import ticketd.wire.FrenchWords;
import ticketd.wire.Language;

/** The words of the wire as a person is shown them; programs are shown {@link #WIRE}'s. */
public final class Terms {
  /** As they are on the wire, in every language. */
  public static final Terms WIRE = new Terms(false);

  private final boolean french;

  private Terms(boolean french) {
    this.french = french;
  }

  public static Terms in(Language language) {
    return language == Language.FR ? new Terms(true) : WIRE;
  }

  /** A status, with a resolution behind a colon or without, a priority or a resolution. */
  public String value(String wireName) {
    return french ? FrenchWords.shown(wireName) : wireName;
  }

  public String event(String wireName) {
    return french ? FrenchWords.event(wireName) : wireName;
  }

  /** A ticket's field. */
  public String field(String wireName) {
    return french ? FrenchWords.field(wireName) : wireName;
  }

  /** A figure of STATS. */
  public String figure(String name) {
    return french ? FrenchWords.figure(name) : name;
  }

  /** What {@code attribute} is shown as, of those that stand behind a ticket's title. */
  public String attribute(String attribute) {
    if (!french || attribute.startsWith("@") || attribute.startsWith("+")) {
      return attribute;
    }
    return attribute.startsWith("due:")
        ? FrenchWords.field("due") + " : " + attribute.substring("due:".length())
        : value(attribute);
  }
}
