package ticketd.server.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import ticketd.server.text.Texts;

/** Reads settings by type and range; whatever cannot be is refused with what is allowed. */
final class SettingReader {
  private final SettingLayers layers;
  private final Config config;
  private final Texts texts;

  SettingReader(SettingLayers layers, Texts texts) {
    this.layers = layers;
    this.config = layers.merged();
    this.texts = texts;
  }

  int integer(Setting setting, int min, int max) throws SettingsException {
    String allowed = texts.of("allowed-integer", min, max);
    long value = read(setting, config::getLong, allowed);
    return (int) within(setting, value, min, max, allowed);
  }

  boolean flag(Setting setting) throws SettingsException {
    return read(setting, config::getBoolean, texts.of("allowed-flag"));
  }

  Duration duration(Setting setting, Duration min, Duration max) throws SettingsException {
    String allowed = texts.of("allowed-duration", spelled(min), spelled(max));
    Duration value = read(setting, config::getDuration, allowed);
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw refused(setting, allowed);
    }
    return value;
  }

  long bytes(Setting setting, long min, long max) throws SettingsException {
    String allowed = texts.of("allowed-bytes", min, max);
    return within(setting, read(setting, config::getBytes, allowed), min, max, allowed);
  }

  /** Empty when it is null. */
  Optional<String> text(Setting setting, String allowed) throws SettingsException {
    if (!config.hasPath(setting.path())) {
      return Optional.empty();
    }
    String value = read(setting, config::getString, allowed);
    if (value.isBlank()) {
      throw refused(setting, allowed);
    }
    return Optional.of(value);
  }

  /** One of these words; empty when it is null. */
  Optional<String> word(Setting setting, List<String> words) throws SettingsException {
    String allowed = String.join(", ", words);
    Optional<String> value = text(setting, allowed);
    if (value.isPresent() && !words.contains(value.get())) {
      throw refused(setting, allowed);
    }
    return value;
  }

  /** The error of a value that is not among what is allowed. */
  SettingsException refused(Setting setting, String allowed) {
    String path = setting.path();
    String value =
        config.hasPath(path) ? String.valueOf(config.getValue(path).unwrapped()) : "null";
    return new SettingsException(texts.of("bad-value", layers.nameOf(setting), value, allowed));
  }

  private long within(Setting setting, long value, long min, long max, String allowed)
      throws SettingsException {
    if (value < min || value > max) {
      throw refused(setting, allowed);
    }
    return value;
  }

  private <T> T read(Setting setting, Function<String, T> getter, String allowed)
      throws SettingsException {
    try {
      return getter.apply(setting.path());
    } catch (ConfigException e) {
      throw refused(setting, allowed);
    }
  }

  /** As in a file: {@code 10ms}, {@code 30s}, {@code 10m}. */
  static String spelled(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() != 0 || duration.isZero()) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() != 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toHours() + "h";
  }
}
