package ticketd.client.screen;

import java.util.ResourceBundle;
import ticketd.wire.Bundle;
import ticketd.wire.Language;

/**
 * The client's own sentences in one language; what the server says comes from the server in the
 * same language.
 */
public final class Texts {
  private final Bundle bundle;

  private Texts(Bundle bundle) {
    this.bundle = bundle;
  }

  public static Texts in(Language language) {
    return new Texts(Bundle.read("/bundles/client", language));
  }

  public Language language() {
    return bundle.language();
  }

  /** For what reads bundles by itself: the usage help. */
  public ResourceBundle bundle() {
    return bundle.patterns();
  }

  /**
   * The sentence of that key with the arguments in their places.
   *
   * @throws java.util.MissingResourceException when there is none
   */
  public String get(String key, Object... arguments) {
    return bundle.text(key, arguments);
  }
}
