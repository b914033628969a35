package ticketd.client.screen;

import java.util.Map;
import java.util.Optional;
import ticketd.wire.Language;

/** Which language the person in front of the client reads. */
public final class Languages {
  private static final String VARIABLE = "TICKETD_LANG";

  /** What the launcher sets {@code LC_ALL} to where the locale's encoding is not UTF-8. */
  private static final String IMPOSED = "C.UTF-8";

  /** The locale that it laid aside then. */
  private static final String LAID_ASIDE = "TICKETD_LOCALE";

  private Languages() {}

  /**
   * The language asked for: by {@code option} when it is not empty, else by {@code TICKETD_LANG};
   * empty when neither names one.
   */
  public static Optional<Language> asked(String option, Map<String, String> environment) {
    String name = option.isEmpty() ? environment.getOrDefault(VARIABLE, "") : option;
    return Language.of(name);
  }

  /**
   * What is no language of ours.
   *
   * @param source the option or the variable that names it
   */
  public record Unknown(String source, String name) {}

  /** What was asked for in place of a language; empty where it is one, or none was asked for. */
  public static Optional<Unknown> unknown(String option, Map<String, String> environment) {
    Unknown asked =
        option.isEmpty()
            ? new Unknown(VARIABLE, environment.getOrDefault(VARIABLE, ""))
            : new Unknown("--lang", option);
    return Optional.of(asked)
        .filter(it -> !it.name().isEmpty() && Language.of(it.name()).isEmpty());
  }

  /**
   * The language asked for, else the locale's where that is one we have, else French. What is none
   * of ours is passed over, so that it is refused in the language that was asked for otherwise.
   */
  public static Language shown(String option, Map<String, String> environment) {
    return asked(option, environment)
        .or(() -> asked("", environment))
        .orElseGet(() -> ofLocale(environment));
  }

  /** By POSIX precedence; Java's default locale would call the locale {@code C} English. */
  private static Language ofLocale(Map<String, String> environment) {
    boolean imposed = environment.getOrDefault("LC_ALL", "").equals(IMPOSED);
    if (imposed && environment.containsKey(LAID_ASIDE)) {
      return ofLocale(environment.getOrDefault(LAID_ASIDE, ""));
    }
    for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      String locale = environment.getOrDefault(name, "");
      if (!locale.isEmpty()) {
        return ofLocale(locale);
      }
    }
    return Language.FR;
  }

  private static Language ofLocale(String name) {
    return Language.of(name.split("[_.@-]", 2)[0]).orElse(Language.FR);
  }
}
