package ticketd.launch;

import java.util.Optional;

/** The language that the arguments ask for, before they are parsed: mistakes are told in it. */
final class LanguageOption {
  static final String NAME = "--lang";

  private static final String BEFORE_VALUE = NAME + "=";

  private LanguageOption() {}

  /** The first value that the option has, whatever it is. */
  static Optional<String> in(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(BEFORE_VALUE)) {
        return Optional.of(args[i].substring(BEFORE_VALUE.length()));
      }
      if (args[i].equals(NAME) && i + 1 < args.length) {
        return Optional.of(args[i + 1]);
      }
    }
    return Optional.empty();
  }
}
