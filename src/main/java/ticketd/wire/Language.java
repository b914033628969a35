package ticketd.wire;

import java.util.Optional;

/** A language of the texts for people. */
public enum Language {
  FR("fr"),
  EN("en");

  private final String wireName;

  Language(String wireName) {
    this.wireName = wireName;
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
}
