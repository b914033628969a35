package ticketd.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * When what was written is forced to the device. The ordinal plus one is stored in the file's
 * header: append only, never reorder.
 */
public enum SyncMode {
  /** Before it is published: nothing is visible to any reader before it survives loss of power. */
  ALWAYS("always"),
  /** Every now and then, by {@link Journal#sync}: loss of power may lose what came since. */
  INTERVAL("interval"),
  /** Only when the store is opened and closed: while it runs, the kernel decides. */
  OS("os");

  private final String wireName;

  SyncMode(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** That of a store where nobody says another: a device that forgets forces nothing. */
  public static SyncMode usual(Path store) {
    return Journal.isOnTmpfs(store) ? OS : ALWAYS;
  }

  public static Optional<SyncMode> of(String wireName) {
    for (SyncMode mode : values()) {
      if (mode.wireName.equals(wireName)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
