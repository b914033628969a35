package ticketd.store;

import java.time.Duration;

/**
 * How the store runs.
 *
 * @param syncInterval between two forces where the journal syncs by interval
 * @param pollInterval between two looks at what other processes wrote
 * @param minBackoff before the first restart of a failed journal
 * @param maxBackoff before any restart of a failed journal
 * @param maxFailures this many within {@code failureWindow} and the store gives up
 */
public record StoreSettings(
    Duration syncInterval,
    Duration pollInterval,
    Duration minBackoff,
    Duration maxBackoff,
    int maxFailures,
    Duration failureWindow) {

  public static StoreSettings withSyncInterval(Duration syncInterval) {
    return new StoreSettings(
        syncInterval,
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        10,
        Duration.ofMinutes(1));
  }
}
