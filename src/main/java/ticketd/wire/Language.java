package ticketd.wire;

import java.util.Locale;
import java.util.Optional;

/** A language of the texts for people. */
public enum Language {
  FR("fr", Locale.FRENCH),
  EN("en", Locale.ENGLISH);

  private final String wireName;
  private final Locale locale;

  Language(String wireName, Locale locale) {
    this.wireName = wireName;
    this.locale = locale;
  }

  /** The language of that ISO 639-1 code, in any case. */
  public static Optional<Language> of(String code) {
    for (Language language : values()) {
      if (language.wireName.equalsIgnoreCase(code)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /** ISO 639-1. */
  public String wireName() {
    return wireName;
  }

  public Locale locale() {
    return locale;
  }
}
