package ticketd.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import ticketd.journal.PathText;

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
    if (PathText.isUnspellable(text)) {
      throw new SettingsException(texts.of("unspellable-path", name, text, PathText.charset()));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new SettingsException(texts.of("bad-value", name, text, texts.of("allowed-file")));
    }
  }
}
