package ticketd.server.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ticketd.server.text.Texts;

/**
 * All sources of settings, one over the other: options, system properties, environment, file,
 * defaults. Only names that exist get in.
 */
final class SettingLayers {
  /** Places above the file, by path, with the name under which each was given. */
  private final Map<String, String> givenNames;

  private final Config merged;

  private SettingLayers(Map<String, String> givenNames, Config merged) {
    this.givenNames = givenNames;
    this.merged = merged;
  }

  /**
   * Reads and merges all of them.
   *
   * @throws SettingsException on an unknown setting, or a file that cannot be read
   */
  static SettingLayers of(Given given, Texts texts) throws SettingsException {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> names = new TreeMap<>();
    for (Setting<?> setting : Setting.all()) {
      setting
          .variable()
          .ifPresent(
              name ->
                  given
                      .variable(name)
                      .ifPresent(value -> put(values, names, setting, value, name)));
    }
    for (Map.Entry<String, String> property : new TreeMap<>(given.properties()).entrySet()) {
      String name = property.getKey();
      if (name.startsWith("pekko.")
          || (name.startsWith(Setting.ROOT + ".") && !name.equals(Given.CONFIG_PROPERTY))) {
        String path = name.equals(Setting.HTTP.block()) ? Setting.HTTP.path() : name;
        refuseUnknown(path, "-D" + name, texts);
        values.put(path, property.getValue());
        names.put(path, "-D" + name);
      }
    }
    for (Setting<?> setting : Setting.all()) {
      setting
          .option()
          .ifPresent(
              name ->
                  Optional.ofNullable(given.options().get(name))
                      .ifPresent(value -> put(values, names, setting, value, name)));
    }
    Config base = base(given, texts);
    Config merged = base;
    for (Map.Entry<String, String> value : values.entrySet()) {
      String name = names.getOrDefault(value.getKey(), value.getKey());
      try {
        merged =
            merged.withValue(value.getKey(), ConfigValueFactory.fromAnyRef(value.getValue(), name));
      } catch (ConfigException e) {
        throw new SettingsException(texts.of("malformed-name", name));
      }
    }
    return new SettingLayers(names, merged);
  }

  private static void put(
      Map<String, String> values,
      Map<String, String> names,
      Setting<?> setting,
      String value,
      String name) {
    values.put(setting.path(), value);
    names.put(setting.path(), name);
  }

  private static Config base(Given given, Texts texts) throws SettingsException {
    Config defaults =
        ConfigFactory.parseResources("application.conf")
            .withFallback(Setting.presets())
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    Optional<GivenPath> named = configFile(given);
    if (named.isEmpty()) {
      return defaults.resolve();
    }
    String name = named.get().name();
    Path file = named.get().toPath(texts);
    try {
      Config written =
          ConfigFactory.parseFile(
              file.toFile(),
              ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF));
      refuseStrays(written, texts);
      Config base = unfolded(written.withFallback(defaults).resolve());
      refuseUnknownIn(base, texts);
      return base;
    } catch (ConfigException.IO e) {
      throw new SettingsException(texts.of("config-unreadable", name, file, reason(e)));
    } catch (ConfigException e) {
      throw new SettingsException(texts.of("config-malformed", name, file, reason(e)));
    }
  }

  /** {@code ticketd.http = off} is short for the first setting of that block. */
  private static Config unfolded(Config base) {
    String block = Setting.HTTP.block();
    return !base.hasPath(block) || base.getValue(block) instanceof ConfigObject
        ? base
        : base.withValue(Setting.HTTP.path(), base.getValue(block)).withFallback(Setting.presets());
  }

  /** The file, behind the name under which it was given. */
  private static Optional<GivenPath> configFile(Given given) {
    return Optional.ofNullable(given.options().get(Given.CONFIG_OPTION))
        .map(file -> new GivenPath(Given.CONFIG_OPTION, file))
        .or(
            () ->
                Optional.ofNullable(given.properties().get(Given.CONFIG_PROPERTY))
                    .map(file -> new GivenPath("-D" + Given.CONFIG_PROPERTY, file)))
        .or(
            () ->
                given
                    .variable(Given.CONFIG_VARIABLE)
                    .map(file -> new GivenPath(Given.CONFIG_VARIABLE, file)));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
  }

  /**
   * A setting that stands outside of its block does nothing: left alone, a desk that was to have
   * accounts would be open. Other names may be what the file itself refers to.
   */
  private static void refuseStrays(Config written, Texts texts) throws SettingsException {
    for (Map.Entry<String, ConfigValue> entry : written.root().entrySet()) {
      String path = Setting.ROOT + "." + entry.getKey();
      if (Setting.isKnown(path) || Setting.isBlock(path)) {
        throw new SettingsException(
            texts.of(
                "unknown-setting",
                at(entry.getValue().origin()) + entry.getKey(),
                Setting.isBlock(path) ? path + ".…" : path));
      }
    }
  }

  private static void refuseUnknownIn(Config base, Texts texts) throws SettingsException {
    ConfigValue root = base.root().get(Setting.ROOT);
    if (!(root instanceof ConfigObject object)) {
      throw new SettingsException(
          texts.of("unknown-setting", Setting.ROOT, allowedBeside(Setting.ROOT + ".any")));
    }
    refuseUnknownBelow(Setting.ROOT, object, texts);
  }

  private static void refuseUnknownBelow(String block, ConfigObject object, Texts texts)
      throws SettingsException {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = block + "." + ConfigUtil.joinPath(entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner && Setting.isBlock(path)) {
        refuseUnknownBelow(path, inner, texts);
      } else {
        refuseUnknown(path, at(entry.getValue().origin()) + path, texts);
      }
    }
  }

  private static void refuseUnknown(String path, String name, Texts texts)
      throws SettingsException {
    if (path.startsWith(Setting.ROOT + ".") && !Setting.isKnown(path)) {
      throw new SettingsException(texts.of("unknown-setting", name, allowedBeside(path)));
    }
  }

  /** What may stand where this path stands, or below it where it is a block. */
  private static String allowedBeside(String path) {
    String block = path;
    while (!Setting.isBlock(block)) {
      block = block.substring(0, block.lastIndexOf('.'));
    }
    String prefix = block + ".";
    return String.join(", ", Setting.allowedIn(block).stream().map(prefix::concat).toList());
  }

  private static String at(ConfigOrigin origin) {
    return origin.filename() == null ? "" : origin.filename() + ":" + origin.lineNumber() + ": ";
  }

  /** What the actor system is to run by, and the settings are read from. */
  Config merged() {
    return merged;
  }

  /** Where a setting's value comes from, as whoever gave it knows it. */
  String nameOf(Setting<?> setting) {
    String path = setting.path();
    String given = givenNames.get(path);
    if (given != null) {
      return given;
    }
    return merged.hasPath(path) ? at(merged.getValue(path).origin()) + path : path;
  }
}
