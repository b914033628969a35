package ticketd.protocol;

/** What the figures of {@link Stats} are called, in the order in which they are shown. */
final class StatNames {
  private StatNames() {}

  /**
   * Told of each figure: its name in text, its name in JSON, and a {@code Long} or {@code String}.
   */
  interface Visitor {
    void figure(String name, String camelCase, Object value);
  }

  static void visit(Stats stats, Visitor visitor) {
    visitor.figure("tickets", "tickets", stats.tickets());
    visitor.figure("open", "open", stats.open());
    visitor.figure("in-progress", "inProgress", stats.inProgress());
    visitor.figure("waiting", "waiting", stats.waiting());
    visitor.figure("closed", "closed", stats.closed());
    visitor.figure("events", "events", stats.events());
    visitor.figure("generation", "generation", stats.generation());
    visitor.figure("store", "store", stats.store());
    visitor.figure("bytes", "bytes", stats.bytes());
    visitor.figure("sync", "sync", stats.sync());
    visitor.figure("connections", "connections", stats.connections());
    visitor.figure("watchers", "watchers", stats.watchers());
    visitor.figure("uptime-seconds", "uptimeSeconds", stats.uptimeSeconds());
  }

  /** A file's name may hold what no line may; U+FFFD stands for that. */
  static String onOneLine(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(Characters.isAccepted(c) ? c : 0xFFFD));
    return shown.toString();
  }
}
