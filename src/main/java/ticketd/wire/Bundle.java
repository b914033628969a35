package ticketd.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Texts for people in one language, by their keys, each a {@link Template}. Thread-safe. */
public final class Bundle {
  private final Language language;
  private final PropertyResourceBundle patterns;
  private final Map<String, Template> templates = new ConcurrentHashMap<>();

  private Bundle(Language language, PropertyResourceBundle patterns) {
    this.language = language;
    this.patterns = patterns;
  }

  /**
   * The texts of the resource {@code name_fr.properties} or {@code name_en.properties}, in UTF-8.
   *
   * @param name begins with a slash
   */
  public static Bundle read(String name, Language language) {
    // Read by name: ResourceBundle's own look-up would put the default locale's texts in the place
    // of missing ones.
    String resource = name + "_" + language.wireName() + ".properties";
    try (InputStream in = Bundle.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing: " + resource);
      }
      return new Bundle(
          language, new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  public Language language() {
    return language;
  }

  /** The texts as they stand in the resource, places and all. */
  public ResourceBundle patterns() {
    return patterns;
  }

  /**
   * The text of that key with the arguments in their places.
   *
   * @throws java.util.MissingResourceException when there is none
   */
  public String text(String key, @Nullable Object... arguments) {
    return templates.computeIfAbsent(key, k -> new Template(patterns.getString(k))).fill(arguments);
  }
}
