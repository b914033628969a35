package ticketd.wire;

import ticketd.ticket.Characters;
import ticketd.ticket.DeskRules;
import ticketd.ticket.Figures;

/** What the figures of {@link Stats} are called, in the order in which they are shown. */
public final class StatNames {
  private StatNames() {}

  /**
   * Told of each figure: its name in text, its name in JSON, and a {@code Long} or {@code String}.
   */
  public interface Visitor {
    void figure(String name, String camelCase, Object value);
  }

  public static void visit(Stats stats, Visitor visitor) {
    Figures figures = stats.figures();
    visitor.figure("tickets", "tickets", figures.tickets());
    visitor.figure("open", "open", figures.open());
    visitor.figure("in-progress", "inProgress", figures.inProgress());
    visitor.figure("waiting", "waiting", figures.waiting());
    visitor.figure("closed", "closed", figures.closed());
    visitor.figure("events", "events", figures.events());
    visitor.figure("generation", "generation", figures.generation());
    visitor.figure("store", "store", figures.store());
    visitor.figure("bytes", "bytes", figures.bytes());
    visitor.figure("sync", "sync", figures.sync());
    visitor.figure("connections", "connections", stats.connections());
    visitor.figure("watchers", "watchers", stats.watchers());
    visitor.figure("uptime-seconds", "uptimeSeconds", stats.uptimeSeconds());
    visitor.figure("search-behind", "searchBehind", figures.searchBehind());
    stats
        .certificateEnd()
        .ifPresent(end -> visitor.figure("certificate-ends", "certificateEnds", end.toString()));
    stats.desk().ifPresent(desk -> visit(desk, visitor));
    visit(stats.rules(), visitor);
  }

  private static void visit(DeskRules rules, Visitor visitor) {
    rules
        .escalateAfter()
        .ifPresent(
            after ->
                visitor.figure(
                    "escalate-after-seconds", "escalateAfterSeconds", after.toSeconds()));
    rules
        .maxInProgress()
        .ifPresent(most -> visitor.figure("max-in-progress", "maxInProgress", (long) most));
  }

  private static void visit(DeskFigures desk, Visitor visitor) {
    visitor.figure("replica-lag-millis", "replicaLagMillis", desk.lagMillis());
    visitor.figure("turns", "turns", desk.turns());
    visitor.figure("lost-turns", "lostTurns", desk.lostTurns());
    visitor.figure("round-trip-micros", "roundTripMicros", desk.appendMicros());
    visitor.figure("barrier-micros", "barrierMicros", desk.barrierMicros());
    visitor.figure("clock-skew-millis", "clockSkewMillis", desk.skewMillis());
    visitor.figure("reconnects", "reconnects", desk.reconnects());
    visitor.figure("in-doubt", "inDoubt", desk.inDoubt());
  }

  /** A file's name may hold what no line may; U+FFFD stands for that. */
  public static String onOneLine(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(Characters.isAccepted(c) ? c : 0xFFFD));
    return shown.toString();
  }
}
