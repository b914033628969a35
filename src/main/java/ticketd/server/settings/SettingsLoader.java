package ticketd.server.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import ticketd.server.log.LogFormat;
import ticketd.server.text.Texts;

/** Makes the server's settings from options, properties, environment, file and defaults. */
public final class SettingsLoader {
  private static final List<String> LANGUAGES = List.of("fr", "en");
  private static final List<String> SYNC_MODES = List.of("always", "interval", "os");
  private static final List<String> LOG_FORMATS = List.of("text", "json");
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(10);
  private static final int MIN_LINE = 16;
  private static final int MAX_LINE = 16 << 20;
  private static final long MAX_UNFINISHED = 1L << 40;
  private static final int MAX_CONNECTIONS = 1_000_000;

  private final Given given;
  private final OptionalLong openFiles;
  private final Texts texts;
  private final SettingLayers layers;
  private final SettingReader reader;

  private SettingsLoader(Given given, OptionalLong openFiles) throws SettingsException {
    this.given = given;
    this.openFiles = openFiles;
    this.texts = Texts.in(languageAsFarAsKnown(given));
    this.layers = SettingLayers.of(given, texts);
    this.reader = new SettingReader(layers, texts);
  }

  /**
   * The settings, each within its range.
   *
   * @throws SettingsException on the first thing that cannot be
   */
  public static Settings load(Given given) throws SettingsException {
    return load(given, OpenFileLimit.ofThisProcess());
  }

  /** The same for a process that may open so many files. */
  static Settings load(Given given, OptionalLong openFiles) throws SettingsException {
    return new SettingsLoader(given, openFiles).settings();
  }

  /**
   * The language of messages before, and whether or not, settings can be read: of the option, the
   * property or the environment, where it is one; else French.
   */
  public static Locale languageAsFarAsKnown(Given given) {
    return Optional.ofNullable(given.options().get("--lang"))
        .or(() -> Optional.ofNullable(given.properties().get(Setting.LANG.path())))
        .or(() -> given.variable("TICKETD_LANG"))
        .filter("en"::equals)
        .map(english -> Locale.ENGLISH)
        .orElse(Locale.FRENCH);
  }

  private Settings settings() throws SettingsException {
    Locale language =
        Locale.forLanguageTag(
            reader
                .word(Setting.LANG, LANGUAGES)
                .orElseThrow(() -> reader.refused(Setting.LANG, String.join(", ", LANGUAGES))));
    return new Settings(
        listen(),
        store(),
        limits(),
        reader.duration(Setting.DRAIN_TIMEOUT, Duration.ZERO, Duration.ofHours(1)),
        language,
        zone(),
        logFormat(),
        layers.merged());
  }

  private Settings.Listen listen() throws SettingsException {
    boolean allowRemote = reader.flag(Setting.ALLOW_REMOTE);
    InetAddress address = address();
    if (!address.isLoopbackAddress() && !allowRemote) {
      throw reader.refused(Setting.HOST, texts.of("allowed-loopback"));
    }
    return new Settings.Listen(
        address,
        reader.integer(Setting.PORT, 0, 65_535),
        allowRemote,
        reader.integer(Setting.BACKLOG, 1, 65_535));
  }

  private InetAddress address() throws SettingsException {
    String allowed = texts.of("allowed-host");
    String host =
        reader.text(Setting.HOST, allowed).orElseThrow(() -> reader.refused(Setting.HOST, allowed));
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw reader.refused(Setting.HOST, allowed);
    }
  }

  private Settings.Store store() throws SettingsException {
    boolean shm = "true".equals(given.options().get(Given.SHM_OPTION));
    if (shm && given.options().containsKey("--store")) {
      throw new SettingsException(texts.of("shm-and-store"));
    }
    Optional<String> sync = reader.word(Setting.STORE_SYNC, SYNC_MODES);
    return new Settings.Store(
        shm ? Path.of(StorePlace.SHARED_MEMORY) : storeFile(),
        shm ? sync.or(() -> Optional.of("os")) : sync,
        reader.duration(Setting.STORE_SYNC_INTERVAL, Duration.ofMillis(10), Duration.ofHours(1)),
        reader.duration(Setting.STORE_LOCK_TIMEOUT, SHORTEST, Duration.ofHours(1)));
  }

  private Path storeFile() throws SettingsException {
    return reader
        .text(Setting.STORE_FILE, texts.of("allowed-file"))
        .map(file -> new GivenPath(layers.nameOf(Setting.STORE_FILE), file))
        .or(() -> StorePlace.of(given))
        .orElseThrow(() -> new SettingsException(texts.of("no-store-place")))
        .toPath(texts)
        .toAbsolutePath()
        .normalize();
  }

  private Settings.Limits limits() throws SettingsException {
    int maxLine = (int) reader.bytes(Setting.MAX_LINE, MIN_LINE, MAX_LINE);
    return new Settings.Limits(
        maxLine,
        // Less than one line, and nobody could send one of the longest.
        reader.bytes(Setting.UNFINISHED_LINES, maxLine, MAX_UNFINISHED),
        OpenFileLimit.connections(
            reader.integer(Setting.MAX_CONNECTIONS, 1, MAX_CONNECTIONS), openFiles),
        reader.duration(Setting.IDLE_TIMEOUT, SHORTEST, LONGEST),
        reader.duration(Setting.FIRST_REQUEST_TIMEOUT, SHORTEST, LONGEST),
        reader.duration(Setting.LINE_TIMEOUT, SHORTEST, LONGEST),
        reader.duration(Setting.STALL_TIMEOUT, SHORTEST, LONGEST));
  }

  private ZoneId zone() throws SettingsException {
    String allowed = texts.of("allowed-zone");
    Optional<String> zone = reader.text(Setting.ZONE, allowed);
    try {
      return zone.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    } catch (DateTimeException e) {
      throw reader.refused(Setting.ZONE, allowed);
    }
  }

  private LogFormat logFormat() throws SettingsException {
    String format =
        reader
            .word(Setting.LOG_FORMAT, LOG_FORMATS)
            .orElseThrow(() -> reader.refused(Setting.LOG_FORMAT, String.join(", ", LOG_FORMATS)));
    return LogFormat.valueOf(format.toUpperCase(Locale.ROOT));
  }
}
