package ticketd.door;

import java.util.Locale;

/** What is spoken at a connection. */
public enum Door {
  LINES,
  HTTP;

  /** As metrics name it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
