package ticketd.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import ticketd.desk.Watched;
import ticketd.ticket.Identity;

/**
 * The newest changes as they were rendered, so that streams with other queries that show one alike
 * show the same bytes. For one thread at a time.
 */
final class Renderings {
  private static final int MOST_BYTES = 1 << 20;

  private record Shown(
      Optional<Identity> onlyOf, EventFormat format, long generation, long seq, boolean matches) {}

  private final Map<Shown, ByteString> newest = new LinkedHashMap<>();
  private int bytes;

  ByteString of(EventSubject subject, Watched change) {
    Shown shown =
        new Shown(
            subject.onlyOf(),
            subject.format(),
            subject.generation(),
            change.recorded().stamp().seq(),
            change.matches());
    ByteString known = newest.get(shown);
    if (known != null) {
      return known;
    }
    ByteString rendered = subject.render(change);
    newest.put(shown, rendered);
    bytes += rendered.size();
    dropOldest();
    return rendered;
  }

  private void dropOldest() {
    Iterator<ByteString> oldest = newest.values().iterator();
    while (bytes > MOST_BYTES) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }
}
