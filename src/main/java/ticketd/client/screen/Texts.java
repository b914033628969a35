package ticketd.client.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import ticketd.wire.Language;

/**
 * The client's own sentences in one language, from {@code client_fr.properties} or {@code
 * client_en.properties}; what the server says comes from the server in the same language.
 */
public final class Texts {
  private final Language language;
  private final PropertyResourceBundle bundle;

  private Texts(Language language, PropertyResourceBundle bundle) {
    this.language = language;
    this.bundle = bundle;
  }

  public static Texts in(Language language) {
    // Read by name: ResourceBundle's own look-up would mix in the default locale's texts.
    String name = "/bundles/client_" + language.wireName() + ".properties";
    try (InputStream in = Texts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing: " + name);
      }
      Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      return new Texts(language, new PropertyResourceBundle(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  public Language language() {
    return language;
  }

  /** For what reads bundles by itself: the usage help. */
  public ResourceBundle bundle() {
    return bundle;
  }

  /**
   * The sentence of that key, {@code {0}}, {@code {1}} … replaced by the arguments.
   *
   * @throws java.util.MissingResourceException when there is none
   */
  public String get(String key, Object... arguments) {
    String text = bundle.getString(key);
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", arguments[i].toString());
    }
    return text;
  }
}
