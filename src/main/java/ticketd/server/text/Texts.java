package ticketd.server.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;

/** The server's own texts for people, in one language. */
public final class Texts {
  private static final String BUNDLE = "bundles.server";

  private final Locale language;
  private final ResourceBundle bundle;

  private Texts(Locale language) {
    this.language = language;
    // Without the fallback to the system's language: there are two, and both are there.
    this.bundle =
        ResourceBundle.getBundle(
            BUNDLE, language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
  }

  /**
   * The texts in a language.
   *
   * @param language {@link Locale#FRENCH} or {@link Locale#ENGLISH}
   */
  public static Texts in(Locale language) {
    return new Texts(language);
  }

  /** The text of a key, with its places filled; numbers go in as they are. */
  public String of(String key, @Nullable Object... values) {
    Object[] plain = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      plain[i] = String.valueOf(values[i]);
    }
    return new MessageFormat(bundle.getString(key), language).format(plain);
  }
}
