package ticketd.client.link;

import ticketd.client.screen.Texts;

/** What a dialogue asks for; each is answered by a line. */
public enum Question {
  TITLE("dialogue.title", false),
  DESCRIPTION("dialogue.description", false),
  NAME("dialogue.name", false),
  PASSWORD("dialogue.password", true),
  TOKEN("dialogue.token", true),
  OLD_PASSWORD("dialogue.old-password", true),
  NEW_PASSWORD("dialogue.new-password", true),
  /** The new one once more: a mistake in it is not seen while it is typed. */
  REPEATED_PASSWORD("dialogue.repeated-password", true);

  private final String textKey;
  private final boolean secret;

  Question(String textKey, boolean secret) {
    this.textKey = textKey;
    this.secret = secret;
  }

  /** Whether nobody may see the answer. */
  public boolean isSecret() {
    return secret;
  }

  /** What stands before the answer. */
  public String prompt(Texts texts) {
    return texts.get(textKey) + " ";
  }
}
