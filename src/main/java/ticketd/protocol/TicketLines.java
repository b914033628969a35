package ticketd.protocol;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import ticketd.wire.Language;

/**
 * What writers of one zone share: the lines of tickets that short lists showed last, in each form
 * that a writer may give them. For any number of threads.
 */
public final class TicketLines {
  private final ZoneId zone;
  private final List<KeptLines> texts = new ArrayList<>();
  private final KeptLines json = new KeptLines();

  public TicketLines(ZoneId zone) {
    this.zone = zone;
    for (Language language : Language.values()) {
      texts.add(language.ordinal(), new KeptLines());
    }
  }

  /** Of the times in text. */
  public ZoneId zone() {
    return zone;
  }

  KeptLines texts(Language language) {
    return texts.get(language.ordinal());
  }

  /** The same in every language. */
  KeptLines json() {
    return json;
  }
}
