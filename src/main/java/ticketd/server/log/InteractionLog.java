package ticketd.server.log;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import ticketd.door.Deed;
import ticketd.door.PeerLog;
import ticketd.server.text.Texts;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.wire.Language;

/**
 * The log on standard output: what the server says of itself and what the people behind the
 * connections do. Nothing in it ever waits for whoever reads standard output.
 */
public final class InteractionLog implements PeerLog {
  private final Texts texts;
  private final LogFormatter formatter;
  private final LogGate gate = new LogGate();
  private final Set<String> silenced = ConcurrentHashMap.newKeySet();
  private final LogOutput output;

  public InteractionLog(OutputStream out, LogFormat format, Language language, Clock clock) {
    this.texts = Texts.in(language);
    this.formatter = LogFormatter.of(format, clock);
    this.output = LogOutput.to(out, this::summary);
  }

  /** A line about the server itself; not subject to the limit of lines a second. */
  public void say(LogEntry entry) {
    output.offer(formatter.line(entry), () -> {});
  }

  /** Says nothing of this peer until it has left: the server's own look at itself. */
  public void silence(String peer) {
    silenced.add(peer);
  }

  /** It never came. */
  public void unsilence(String peer) {
    silenced.remove(peer);
  }

  /** Writes what waits and ends; where standard output is blocked, gives up after this time. */
  public void close(Duration patience) {
    output.close(patience);
  }

  @Override
  public void connected(String peer) {
    if (!silenced.contains(peer) && gate.admit(LogGate.Kind.CONNECTED)) {
      write(
          LogGate.Kind.CONNECTED,
          new LogEntry(
              "connected",
              texts.of("log-connected", peer),
              List.of(new LogEntry.Word("peer", peer))));
    }
  }

  @Override
  public void identified(String peer, Identity who) {
    if (gate.admit(LogGate.Kind.IDENTIFIED)) {
      write(
          LogGate.Kind.IDENTIFIED,
          new LogEntry(
              "identified", texts.of("log-identified", peer, who.name()), fields(peer, who)));
    }
  }

  @Override
  public void filed(String peer, Identity who, long id) {
    if (gate.admit(LogGate.Kind.FILED)) {
      write(
          LogGate.Kind.FILED,
          new LogEntry(
              "filed", texts.of("log-filed", peer, who.name(), id), fields(peer, who, id)));
    }
  }

  @Override
  public void changed(String peer, Identity who, EventKind kind, long id) {
    if (gate.admit(LogGate.Kind.CHANGED)) {
      write(
          LogGate.Kind.CHANGED,
          new LogEntry(
              kind.wireName(),
              texts.of("log-changed", peer, who.name(), id, kind.wireName()),
              fields(peer, who, id)));
    }
  }

  @Override
  public void did(String peer, Identity who, Deed deed, String name) {
    if (gate.admit(LogGate.Kind.CHANGED)) {
      String event = deed.wireName();
      write(
          LogGate.Kind.CHANGED,
          new LogEntry(
              event,
              texts.of("log-" + event, peer, who.name(), name),
              List.of(
                  new LogEntry.Word("peer", peer),
                  new LogEntry.Word("who", who.name()),
                  new LogEntry.Word("name", name))));
    }
  }

  @Override
  public void left(String peer, String reason) {
    if (!silenced.remove(peer) && gate.admit(LogGate.Kind.LEFT)) {
      write(
          LogGate.Kind.LEFT,
          new LogEntry(
              "left",
              texts.of("log-left", peer, reason),
              List.of(new LogEntry.Word("peer", peer), new LogEntry.Word("reason", reason))));
    }
  }

  @Override
  public long dropped() {
    return gate.counted();
  }

  private static List<LogEntry.Field> fields(String peer, Identity who) {
    return List.of(new LogEntry.Word("peer", peer), new LogEntry.Word("who", who.name()));
  }

  private static List<LogEntry.Field> fields(String peer, Identity who, long id) {
    return List.of(
        new LogEntry.Word("peer", peer),
        new LogEntry.Word("who", who.name()),
        new LogEntry.Count("id", id));
  }

  private void write(LogGate.Kind kind, LogEntry entry) {
    output.offer(formatter.line(entry), () -> gate.count(kind));
  }

  /** What had no line of its own in the second that ends. */
  private List<String> summary() {
    Map<LogGate.Kind, Long> sums = gate.nextSecond();
    if (sums.isEmpty()) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    List<LogEntry.Field> fields = new ArrayList<>();
    sums.forEach(
        (kind, count) -> {
          String name = kind.name().toLowerCase(Locale.ROOT);
          parts.add(texts.of("log-sum-" + name, count));
          fields.add(new LogEntry.Count(name, count));
        });
    String text = texts.of("log-sum", String.join(", ", parts));
    return List.of(formatter.line(new LogEntry("summed-up", text, fields)));
  }
}
