package ticketd.wire;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;

/** All sentences in one language, read from its resource bundle once. */
public final class Texts {
  private static final String BUNDLE = "/ticketd/wire/messages";
  private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, new Texts(language));
    }
  }

  private final Map<Text, Template> templates = new EnumMap<>(Text.class);
  private final Map<Verb, String> usages = new EnumMap<>(Verb.class);
  private final Map<Verb, List<String>> explanations = new EnumMap<>(Verb.class);

  private Texts(Language language) {
    ResourceBundle bundle = Bundle.read(BUNDLE, language).patterns();
    for (Text text : Text.values()) {
      templates.put(text, new Template(bundle.getString(text.key())));
    }
    for (Verb verb : Verb.values()) {
      usages.put(verb, bundle.getString("usage." + verb.name()));
      explanations.put(verb, bundle.getString("help." + verb.name()).lines().toList());
    }
  }

  public static Texts of(Language language) {
    Texts texts = ALL.get(language);
    if (texts == null) {
      throw new IllegalArgumentException("no texts in " + language);
    }
    return texts;
  }

  public Template get(Text text) {
    Template template = templates.get(text);
    if (template == null) {
      throw new IllegalArgumentException("no template for " + text);
    }
    return template;
  }

  /** How {@code verb} is written, its arguments included. */
  public String usage(Verb verb) {
    return usages.getOrDefault(verb, verb.name());
  }

  /** What {@code verb} does; the first line alone says the most of it. */
  public List<String> explanation(Verb verb) {
    return explanations.getOrDefault(verb, List.of());
  }
}
