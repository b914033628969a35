package ticketd.client.screen;

/** What the colours mean; on a terminal without colour each leaves the text as it is. */
public enum Colour {
  ERROR("31"),
  EVENT("36"),
  ID("1"),
  FAINT("2"),
  PERSON("36"),
  TAG("34"),
  IN_PROGRESS("33"),
  WAITING("35"),
  CLOSED("32"),
  HIGH("33;1"),
  URGENT("31;1");

  private static final String END = "\u001b[0m";

  private final String begin;

  Colour(String codes) {
    this.begin = "\u001b[" + codes + "m";
  }

  public String on(String text, boolean coloured) {
    return coloured && !text.isEmpty() ? begin + text + END : text;
  }

  /** What distinguishes a ticket, as LIST writes it: a status, priority, {@code @name} or tag. */
  public static String attribute(String attribute, boolean coloured) {
    if (attribute.startsWith("@")) {
      return PERSON.on(attribute, coloured);
    }
    if (attribute.startsWith("+")) {
      return TAG.on(attribute, coloured);
    }
    String painted = status(attribute, coloured);
    return painted.equals(attribute) ? priority(attribute, coloured) : painted;
  }

  /** A status, a resolution behind a colon allowed, in its colour; {@code open} has none. */
  public static String status(String status, boolean coloured) {
    if (status.startsWith("closed")) {
      return CLOSED.on(status, coloured);
    }
    return switch (status) {
      case "in-progress" -> IN_PROGRESS.on(status, coloured);
      case "waiting" -> WAITING.on(status, coloured);
      default -> status;
    };
  }

  /** A priority in its colour; {@code normal} has none. */
  public static String priority(String priority, boolean coloured) {
    return switch (priority) {
      case "low" -> FAINT.on(priority, coloured);
      case "high" -> HIGH.on(priority, coloured);
      case "urgent" -> URGENT.on(priority, coloured);
      default -> priority;
    };
  }
}
