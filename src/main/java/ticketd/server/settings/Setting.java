package ticketd.server.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A setting by all its names: in files and properties, on the command line, in the environment. */
public enum Setting {
  HOST("host", "--host", "TICKETD_HOST"),
  ALLOW_REMOTE("allow-remote", "--allow-remote", ""),
  PORT("port", "--port", "TICKETD_PORT"),
  BACKLOG("backlog", "", ""),
  LANG("lang", "--lang", "TICKETD_LANG"),
  ZONE("zone", "", ""),
  DRAIN_TIMEOUT("drain-timeout", "", ""),
  STORE_FILE("store.file", "--store", "TICKETD_STORE"),
  STORE_SYNC("store.sync", "--sync", "TICKETD_SYNC"),
  STORE_SYNC_INTERVAL("store.sync-interval", "", ""),
  STORE_LOCK_TIMEOUT("store.lock-timeout", "", ""),
  MAX_LINE("limits.max-line", "", ""),
  UNFINISHED_LINES("limits.unfinished-lines", "", ""),
  MAX_CONNECTIONS("limits.max-connections", "", ""),
  IDLE_TIMEOUT("limits.idle-timeout", "", ""),
  FIRST_REQUEST_TIMEOUT("limits.first-request-timeout", "", ""),
  LINE_TIMEOUT("limits.line-timeout", "", ""),
  STALL_TIMEOUT("limits.stall-timeout", "", ""),
  LOG_FORMAT("log.format", "", "");

  /** What all paths begin with. */
  static final String ROOT = "ticketd";

  /** Below these anything may be set: it is the actor system that reads them. */
  static final List<String> FREE = List.of("journal-dispatcher", "scan-dispatcher");

  private final String path;
  private final String option;
  private final String environment;

  Setting(String path, String option, String environment) {
    this.path = path;
    this.option = option;
    this.environment = environment;
  }

  /** In a file and as a system property: {@code ticketd.port}. */
  public String path() {
    return ROOT + "." + path;
  }

  /** On the command line: {@code --port}. */
  public Optional<String> option() {
    return option.isEmpty() ? Optional.empty() : Optional.of(option);
  }

  /** In the environment: {@code TICKETD_PORT}. */
  public Optional<String> environment() {
    return environment.isEmpty() ? Optional.empty() : Optional.of(environment);
  }

  /** Whether a path is one of these, or belongs to the actor system. */
  static boolean isKnown(String path) {
    return Arrays.stream(values()).anyMatch(setting -> setting.path().equals(path))
        || FREE.stream()
            .map(free -> ROOT + "." + free)
            .anyMatch(free -> path.equals(free) || path.startsWith(free + "."));
  }

  /** What may stand in the block that a path stands in, or would: {@code ticketd.store} etc. */
  static List<String> allowedIn(String block) {
    String prefix = block + ".";
    return Arrays.stream(values())
        .map(Setting::path)
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).replaceFirst("\\..*", ".…"))
        .distinct()
        .toList();
  }

  /** Whether settings stand below this path. */
  static boolean isBlock(String path) {
    return Arrays.stream(values()).anyMatch(setting -> setting.path().startsWith(path + "."));
  }
}
