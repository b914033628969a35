package ticketd.server.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import ticketd.journal.SyncMode;
import ticketd.postgres.DeskSettings;
import ticketd.postgres.DeskUrl;
import ticketd.server.text.Texts;
import ticketd.server.tls.PemTexts;
import ticketd.server.tls.TlsFiles;
import ticketd.ticket.DeskRules;
import ticketd.tls.PemException;
import ticketd.wire.Language;

/** Makes the server's settings from options, properties, environment, file and defaults. */
public final class SettingsLoader {
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
   * property or the environment, the first that is one; else French.
   */
  public static Language languageAsFarAsKnown(Given given) {
    Setting<Language> setting = Setting.LANG;
    return setting
        .option()
        .map(given.options()::get)
        .flatMap(Language::of)
        .or(() -> Optional.ofNullable(given.properties().get(setting.path())).flatMap(Language::of))
        .or(() -> setting.variable().flatMap(given::variable).flatMap(Language::of))
        .orElse(Language.FR);
  }

  private Settings settings() throws SettingsException {
    Language language = reader.value(Setting.LANG);
    return new Settings(
        listen(),
        store(),
        reader.value(Setting.REQUIRE_ACCOUNTS),
        rules(),
        limits(),
        http(),
        tls(),
        reader.value(Setting.DRAIN_TIMEOUT),
        language,
        reader.ifAny(Setting.ZONE).orElseGet(ZoneId::systemDefault),
        reader.value(Setting.LOG_FORMAT),
        layers.merged());
  }

  private DeskRules rules() throws SettingsException {
    Optional<Integer> maxInProgress = reader.ifAny(Setting.MAX_IN_PROGRESS);
    return new DeskRules(
        reader.ifAny(Setting.ESCALATE_AFTER),
        maxInProgress.isPresent() ? OptionalInt.of(maxInProgress.get()) : OptionalInt.empty());
  }

  private Settings.Listen listen() throws SettingsException {
    InetAddress address = reader.value(Setting.HOST);
    Exposure exposure =
        new Exposure(
            !address.isLoopbackAddress(),
            reader.ifAny(Setting.TLS_CERT).isPresent(),
            reader.value(Setting.ALLOW_REMOTE),
            reader.value(Setting.ALLOW_PLAIN));
    Optional<Exposure.Missing> missing = exposure.missingWhateverTheDesk();
    if (missing.isPresent()) {
      throw reader.refused(Setting.HOST, texts.of(missing.get().textKey()));
    }
    return new Settings.Listen(
        address, reader.value(Setting.PORT), exposure, reader.value(Setting.BACKLOG));
  }

  private Optional<TlsFiles> tls() throws SettingsException {
    Optional<Path> certificate = file(Setting.TLS_CERT);
    Optional<Path> key = file(Setting.TLS_KEY);
    Optional<Path> clients = file(Setting.TLS_CLIENT_CA);
    if (certificate.isEmpty() && key.isEmpty() && clients.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new SettingsException(texts.of("tls-needs-both"));
    }
    TlsFiles files = new TlsFiles(certificate.get(), key.get(), clients);
    try {
      files.read();
    } catch (PemException e) {
      throw new SettingsException(PemTexts.of(e, texts));
    }
    return Optional.of(files);
  }

  private Optional<Path> file(Setting<String> setting) throws SettingsException {
    Optional<String> name = reader.ifAny(setting);
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new GivenPath(layers.nameOf(setting), name.get()).toPath(texts).toAbsolutePath());
  }

  private Settings.Http http() throws SettingsException {
    Set<String> hosts = new TreeSet<>(reader.value(Setting.HTTP_HOSTS));
    hosts.add(layers.merged().getString(Setting.HOST.path()).toLowerCase(Locale.ROOT));
    return new Settings.Http(
        reader.value(Setting.HTTP), hosts, Set.copyOf(reader.value(Setting.PROXIES)));
  }

  private Settings.Store store() throws SettingsException {
    boolean shm = "true".equals(given.options().get(Given.SHM_OPTION));
    if (shm && Setting.STORE_FILE.option().filter(given.options()::containsKey).isPresent()) {
      throw new SettingsException(texts.of("shm-and-store"));
    }
    Optional<SyncMode> sync = reader.ifAny(Setting.STORE_SYNC);
    Optional<DeskUrl> url = shm ? Optional.empty() : deskUrl();
    if (url.isPresent()) {
      DeskSettings desk = desk(url.get(), sync);
      return new Settings.Store(
          desk.replica(),
          sync,
          reader.value(Setting.STORE_SYNC_INTERVAL),
          desk.lockTimeout(),
          Optional.of(desk));
    }
    return new Settings.Store(
        shm ? Path.of(StorePlace.SHARED_MEMORY) : storeFile(),
        shm ? sync.or(() -> Optional.of(SyncMode.OS)) : sync,
        reader.value(Setting.STORE_SYNC_INTERVAL),
        reader.value(Setting.STORE_LOCK_TIMEOUT),
        Optional.empty());
  }

  /** The file's place may be given as the URL of a desk in its stead. */
  private Optional<DeskUrl> deskUrl() throws SettingsException {
    Optional<String> file = reader.ifAny(Setting.STORE_FILE);
    Optional<String> url = reader.ifAny(Setting.POSTGRES_URL);
    if (file.isPresent() && DeskUrl.isOne(file.get())) {
      return Optional.of(deskUrl(Setting.STORE_FILE, file.get()));
    } else if (file.isPresent() && url.isPresent()) {
      throw new SettingsException(
          texts.of(
              "file-and-desk",
              layers.nameOf(Setting.STORE_FILE),
              layers.nameOf(Setting.POSTGRES_URL)));
    }
    return url.isEmpty() ? Optional.empty() : Optional.of(deskUrl(Setting.POSTGRES_URL, url.get()));
  }

  /** What is refused is not shown: it may hold a password. */
  private DeskUrl deskUrl(Setting<String> setting, String url) throws SettingsException {
    try {
      return DeskUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          texts.of("bad-desk", layers.nameOf(setting), String.valueOf(e.getMessage())));
    }
  }

  private DeskSettings desk(DeskUrl url, Optional<SyncMode> sync) throws SettingsException {
    Optional<String> named = reader.ifAny(Setting.POSTGRES_DESK);
    DeskUrl whole = url.desk().isPresent() || named.isEmpty() ? url : url.withDesk(named.get());
    return new DeskSettings(
        whole,
        reader.ifAny(Setting.POSTGRES_USER),
        file(Setting.POSTGRES_PASSWORD_FILE),
        file(Setting.POSTGRES_ROOT_CERT),
        replica(whole),
        reader.value(Setting.POSTGRES_READS),
        reader.value(Setting.POSTGRES_MAX_LAG),
        reader.ifAny(Setting.POSTGRES_FAILOVER),
        reader.value(Setting.POSTGRES_NOTIFY),
        reader.value(Setting.POSTGRES_POLL_INTERVAL),
        reader.value(Setting.STORE_LOCK_TIMEOUT),
        !sync.equals(Optional.of(SyncMode.OS)),
        false);
  }

  /** Beside where a store would be, by the desk's name. */
  private Path replica(DeskUrl url) throws SettingsException {
    Optional<Path> given = file(Setting.POSTGRES_REPLICA);
    if (given.isPresent()) {
      return given.get();
    }
    Path store =
        StorePlace.of(this.given)
            .orElseThrow(() -> new SettingsException(texts.of("no-replica-place")))
            .toPath(texts)
            .toAbsolutePath()
            .normalize();
    String desk = url.desk().orElse(DeskSettings.DEFAULT_DESK).replaceAll("[^A-Za-z0-9_-]", "_");
    return store.resolveSibling("desk-" + desk);
  }

  private Path storeFile() throws SettingsException {
    return reader
        .ifAny(Setting.STORE_FILE)
        .map(file -> new GivenPath(layers.nameOf(Setting.STORE_FILE), file))
        .or(() -> StorePlace.of(given))
        .orElseThrow(() -> new SettingsException(texts.of("no-store-place")))
        .toPath(texts)
        .toAbsolutePath()
        .normalize();
  }

  private Settings.Limits limits() throws SettingsException {
    int maxLine = reader.value(Setting.MAX_LINE).intValue();
    return new Settings.Limits(
        maxLine,
        reader.value(Setting.UNFINISHED_LINES, Setting.UNFINISHED.atLeast(maxLine)),
        OpenFileLimit.connections(reader.value(Setting.MAX_CONNECTIONS), openFiles),
        reader.value(Setting.IDLE_TIMEOUT),
        reader.value(Setting.FIRST_REQUEST_TIMEOUT),
        reader.value(Setting.LINE_TIMEOUT),
        reader.value(Setting.STALL_TIMEOUT));
  }
}
