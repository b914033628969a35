package ticketd.server.settings;

import ticketd.server.text.VisibleText;

/** A setting that cannot be; the message is one line that names it and says what is allowed. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;

  public SettingsException(String message) {
    super(VisibleText.of(message));
  }
}
