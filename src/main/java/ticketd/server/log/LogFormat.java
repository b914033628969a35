package ticketd.server.log;

import java.util.Locale;

/** How the logs are written, a line an entry; see {@link ErrorLog} and {@link InteractionLog}. */
public enum LogFormat {
  TEXT,
  JSON;

  /** As settings spell it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
