package ticketd.server.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import ticketd.journal.SyncMode;
import ticketd.postgres.DeskSettings;
import ticketd.server.log.LogFormat;
import ticketd.server.settings.SettingType.Flag;
import ticketd.server.settings.SettingType.Size;
import ticketd.server.settings.SettingType.Span;
import ticketd.server.settings.SettingType.Whole;
import ticketd.server.settings.SettingType.Word;
import ticketd.wire.Language;

/**
 * The table of settings: each row is one by all its names, what it may be, and what it is where
 * nobody says. The loader, the help and the tests of the documents read it.
 *
 * @param name in files and properties, behind {@link #ROOT}
 * @param option on the command line
 * @param variable of the environment
 * @param preset as a file spells it; {@code null} there: nothing
 */
public record Setting<T>(
    String name,
    Optional<String> option,
    Optional<String> variable,
    SettingType<T> type,
    String preset) {

  /** What all paths begin with. */
  static final String ROOT = "ticketd";

  /** Below these anything may be set: it is the actor system that reads them. */
  static final List<String> FREE =
      List.of("journal-dispatcher", "scan-dispatcher", "session-dispatcher", "store-dispatcher");

  private static final Span UP_TO_AN_HOUR = new Span(Duration.ofMillis(1), Duration.ofHours(1));
  private static final Span UP_TO_TEN_DAYS = new Span(Duration.ofMillis(1), Duration.ofDays(10));

  static final Size UNFINISHED = new Size(16, 1L << 40);

  private static final List<Setting<?>> ROWS = new ArrayList<>();

  public static final Setting<InetAddress> HOST =
      row("host", "--host", "TICKETD_HOST", new SettingType.Host(), "\"127.0.0.1\"");
  public static final Setting<Boolean> ALLOW_REMOTE =
      row("allow-remote", "--allow-remote", "", new Flag(), "false");
  public static final Setting<Boolean> ALLOW_PLAIN =
      row("allow-plain", "--allow-plain", "", new Flag(), "false");
  public static final Setting<Boolean> REQUIRE_ACCOUNTS =
      row("require-accounts", "--require-accounts", "", new Flag(), "false");
  public static final Setting<Integer> PORT =
      row("port", "--port", "TICKETD_PORT", new Whole(0, 65_535), "12345");

  public static final Setting<String> TLS_CERT =
      row("tls.cert", "--tls-cert", "", new SettingType.FileName(), "null");
  public static final Setting<String> TLS_KEY =
      row("tls.key", "--tls-key", "", new SettingType.FileName(), "null");
  public static final Setting<String> TLS_CLIENT_CA =
      row("tls.client-ca", "--tls-client-ca", "", new SettingType.FileName(), "null");

  /** Its block alone, with a value, says the same: {@code ticketd.http = off}. */
  public static final Setting<Boolean> HTTP = row("http.enabled", new Flag(), "on");

  public static final Setting<List<String>> HTTP_HOSTS =
      row("http.hosts", new SettingType.HostNames(), "[]");

  public static final Setting<List<InetAddress>> PROXIES =
      row("proxies", new SettingType.Addresses(), "[]");

  public static final Setting<Integer> BACKLOG = row("backlog", new Whole(1, 65_535), "1024");
  public static final Setting<Language> LANG =
      row("lang", "--lang", "TICKETD_LANG", Word.of(Language.class, Language::wireName), "fr");
  public static final Setting<ZoneId> ZONE = row("zone", new SettingType.Zone(), "null");
  public static final Setting<Duration> DRAIN_TIMEOUT =
      row("drain-timeout", new Span(Duration.ZERO, Duration.ofHours(1)), "10s");
  public static final Setting<String> STORE_FILE =
      row("store.file", "--store", "TICKETD_STORE", new SettingType.FileName(), "null");
  public static final Setting<SyncMode> STORE_SYNC =
      row(
          "store.sync",
          "--sync",
          "TICKETD_SYNC",
          Word.of(SyncMode.class, SyncMode::wireName),
          "null");
  public static final Setting<Duration> STORE_SYNC_INTERVAL =
      row("store.sync-interval", new Span(Duration.ofMillis(10), Duration.ofHours(1)), "1s");
  public static final Setting<Duration> STORE_LOCK_TIMEOUT =
      row("store.lock-timeout", UP_TO_AN_HOUR, "2s");
  public static final Setting<String> POSTGRES_URL =
      row("store.postgres.url", new SettingType.Text(), "null");
  public static final Setting<String> POSTGRES_USER =
      row("store.postgres.user", new SettingType.Text(), "null");
  public static final Setting<String> POSTGRES_PASSWORD_FILE =
      row("store.postgres.password-file", new SettingType.FileName(), "null");
  public static final Setting<String> POSTGRES_DESK =
      row("store.postgres.desk", new SettingType.Text(), "null");
  public static final Setting<String> POSTGRES_REPLICA =
      row("store.postgres.replica", "--replica", "", new SettingType.FileName(), "null");
  public static final Setting<DeskSettings.Reads> POSTGRES_READS =
      row(
          "store.postgres.reads",
          Word.of(DeskSettings.Reads.class, DeskSettings.Reads::wireName),
          "current");
  public static final Setting<Duration> POSTGRES_MAX_LAG =
      row("store.postgres.max-lag", UP_TO_AN_HOUR, "5s");
  public static final Setting<DeskSettings.Failover> POSTGRES_FAILOVER =
      row(
          "store.postgres.failover",
          Word.of(DeskSettings.Failover.class, DeskSettings.Failover::wireName),
          "null");
  public static final Setting<Boolean> POSTGRES_NOTIFY =
      row("store.postgres.notify", new Flag(), "on");
  public static final Setting<Duration> POSTGRES_POLL_INTERVAL =
      row(
          "store.postgres.poll-interval",
          new Span(Duration.ofMillis(5), Duration.ofSeconds(1)),
          "1s");
  public static final Setting<String> POSTGRES_ROOT_CERT =
      row("store.postgres.ssl-root-cert", new SettingType.FileName(), "null");
  public static final Setting<Duration> ESCALATE_AFTER =
      row("desk.escalate-after", new Span(Duration.ofSeconds(1), Duration.ofDays(365)), "null");
  public static final Setting<Integer> MAX_IN_PROGRESS =
      row("desk.max-in-progress", new Whole(1, 1_000), "null");

  public static final Setting<Long> MAX_LINE =
      row("limits.max-line", new Size(16, 16 << 20), "256KiB");

  /** The least is {@link #MAX_LINE}'s value: else nobody could send one of the longest. */
  public static final Setting<Long> UNFINISHED_LINES =
      row("limits.unfinished-lines", UNFINISHED, "256MiB");

  public static final Setting<Integer> MAX_CONNECTIONS =
      row("limits.max-connections", new Whole(1, 1_000_000), "10000");
  public static final Setting<Duration> IDLE_TIMEOUT =
      row("limits.idle-timeout", UP_TO_TEN_DAYS, "10m");
  public static final Setting<Duration> FIRST_REQUEST_TIMEOUT =
      row("limits.first-request-timeout", UP_TO_TEN_DAYS, "30s");
  public static final Setting<Duration> LINE_TIMEOUT =
      row("limits.line-timeout", UP_TO_TEN_DAYS, "30s");
  public static final Setting<Duration> STALL_TIMEOUT =
      row("limits.stall-timeout", UP_TO_TEN_DAYS, "10m");
  public static final Setting<LogFormat> LOG_FORMAT =
      row("log.format", Word.of(LogFormat.class, LogFormat::wireName), "text");

  private static <T> Setting<T> row(String name, SettingType<T> type, String preset) {
    return row(name, "", "", type, preset);
  }

  private static <T> Setting<T> row(
      String name, String option, String variable, SettingType<T> type, String preset) {
    Setting<T> row =
        new Setting<>(
            name,
            Optional.of(option).filter(it -> !it.isEmpty()),
            Optional.of(variable).filter(it -> !it.isEmpty()),
            type,
            preset);
    ROWS.add(row);
    return row;
  }

  /** All rows, in the order of the table. */
  public static List<Setting<?>> all() {
    return List.copyOf(ROWS);
  }

  /** All of them as nobody sets them. */
  static Config presets() {
    return ConfigFactory.parseString(
        ROWS.stream()
            .map(row -> row.path() + " = " + row.preset())
            .collect(Collectors.joining("\n")));
  }

  /** The block of a name in one. */
  String block() {
    return path().substring(0, path().lastIndexOf('.'));
  }

  /** In a file and as a system property: {@code ticketd.port}. */
  public String path() {
    return ROOT + "." + name;
  }

  /** Whether a path is one of these, or belongs to the actor system. */
  static boolean isKnown(String path) {
    return ROWS.stream().anyMatch(setting -> setting.path().equals(path))
        || FREE.stream()
            .map(free -> ROOT + "." + free)
            .anyMatch(free -> path.equals(free) || path.startsWith(free + "."));
  }

  /** What may stand in the block that a path stands in, or would: {@code ticketd.store} etc. */
  static List<String> allowedIn(String block) {
    String prefix = block + ".";
    return ROWS.stream()
        .map(Setting::path)
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).replaceFirst("\\..*", ".…"))
        .distinct()
        .toList();
  }

  /** Whether settings stand below this path. */
  static boolean isBlock(String path) {
    return ROWS.stream().anyMatch(setting -> setting.path().startsWith(path + "."));
  }
}
