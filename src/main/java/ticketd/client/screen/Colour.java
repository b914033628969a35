package ticketd.client.screen;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** What {@code --color} may be. */
  public static final List<String> MODES = List.of("auto", "always", "never");

  private static final String END = "\u001b[0m";

  private final String begin;

  Colour(String codes) {
    this.begin = "\u001b[" + codes + "m";
  }

  public String on(String text, boolean coloured) {
    return coloured && !text.isEmpty() ? begin + text + END : text;
  }

  /**
   * Whether to colour what goes to standard output.
   *
   * @param mode one of {@link #MODES}, or empty: what the environment says
   * @param terminal whether standard output is one
   */
  public static boolean isWanted(String mode, Map<String, String> environment, boolean terminal) {
    if (mode.equals("always") || mode.equals("never")) {
      return mode.equals("always");
    }
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (isForced(environment, "CLICOLOR_FORCE") || isForced(environment, "FORCE_COLOR")) {
      return true;
    }
    String type = environment.getOrDefault("TERM", "");
    return terminal
        && !type.isEmpty()
        && !type.equals("dumb")
        && !environment.getOrDefault("CLICOLOR", "").equals("0");
  }

  private static boolean isForced(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return !value.isEmpty() && !value.equals("0") && !value.equals("false");
  }

  /** What distinguishes a ticket, as LIST writes it: a status, priority, {@code @name} or tag. */
  public static String attribute(String attribute, boolean coloured) {
    return attribute(attribute, attribute, coloured);
  }

  /** The same, of which {@code shown} is seen. */
  public static String attribute(String attribute, String shown, boolean coloured) {
    Optional<Colour> own = ofAttribute(attribute);
    return own.isPresent() ? own.get().on(shown, coloured) : shown;
  }

  private static Optional<Colour> ofAttribute(String attribute) {
    if (attribute.startsWith("@")) {
      return Optional.of(PERSON);
    }
    if (attribute.startsWith("+")) {
      return Optional.of(TAG);
    }
    // A resolution may stand behind the status; an open ticket of normal priority has no colour.
    if (attribute.equals("closed") || attribute.startsWith("closed:")) {
      return Optional.of(CLOSED);
    }
    return switch (attribute) {
      case "in-progress" -> Optional.of(IN_PROGRESS);
      case "waiting" -> Optional.of(WAITING);
      case "low" -> Optional.of(FAINT);
      case "high" -> Optional.of(HIGH);
      case "urgent", "overdue" -> Optional.of(URGENT);
      default -> Optional.empty();
    };
  }
}
