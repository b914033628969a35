package ticketd.server.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.Optional;
import ticketd.server.text.Texts;

/** Reads settings by their types; whatever cannot be is refused with what is allowed. */
final class SettingReader {
  private final SettingLayers layers;
  private final Config config;
  private final Texts texts;

  SettingReader(SettingLayers layers, Texts texts) {
    this.layers = layers;
    this.config = layers.merged();
    this.texts = texts;
  }

  /** Refused when it is null. */
  <T> T value(Setting<T> setting) throws SettingsException {
    return value(setting, setting.type());
  }

  /** By a narrower type than the table's. */
  <T> T value(Setting<T> setting, SettingType<T> type) throws SettingsException {
    return read(setting, type).orElseThrow(() -> refused(setting, type.allowed(texts)));
  }

  /** Empty when it is null. */
  <T> Optional<T> ifAny(Setting<T> setting) throws SettingsException {
    return config.hasPath(setting.path()) ? Optional.of(value(setting)) : Optional.empty();
  }

  /** The error of a value that is not among what is allowed. */
  SettingsException refused(Setting<?> setting, String allowed) {
    String path = setting.path();
    String value =
        config.hasPath(path) ? String.valueOf(config.getValue(path).unwrapped()) : "null";
    return new SettingsException(texts.of("bad-value", layers.nameOf(setting), value, allowed));
  }

  private <T> Optional<T> read(Setting<T> setting, SettingType<T> type) {
    try {
      return type.read(config, setting.path());
    } catch (ConfigException e) {
      // Null, or of another kind: no more allowed than what is out of the range.
      return Optional.empty();
    }
  }
}
