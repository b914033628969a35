package ticketd.server.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import ticketd.journal.PathText;
import ticketd.server.text.Texts;

/**
 * The path of a file, as it was given.
 *
 * @param name under which it was given: an option, a variable, a place in a file
 */
record GivenPath(String name, String text) {
  /**
   * The path itself.
   *
   * @throws SettingsException when there can be none, or the locale cannot spell it
   */
  Path toPath(Texts texts) throws SettingsException {
    Optional<String> unspellable = PathText.unspellable(text);
    if (unspellable.isPresent()) {
      throw new SettingsException(
          texts.of("unspellable-path", name, unspellable.get(), PathText.charset()));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new SettingsException(texts.of("bad-value", name, text, texts.of("allowed-file")));
    }
  }
}
