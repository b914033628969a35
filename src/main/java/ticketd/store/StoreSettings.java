package ticketd.store;

import java.time.Duration;

/**
 * How the store runs.
 *
 * @param syncInterval between two forces where the journal syncs by interval
 * @param pollInterval between two looks at what other processes wrote
 * @param minBackoff before the first restart of a failed journal
 * @param restartInterval before any restart of a failed journal, at most: how late it can notice
 *     that what made it fail is gone
 * @param maxBackoff between two failures that count, at most; {@code minBackoff} at first, then
 *     twice as long each time
 * @param maxFailures so many that count within {@code failureWindow} and the store gives up
 */
public record StoreSettings(
    Duration syncInterval,
    Duration pollInterval,
    Duration minBackoff,
    Duration restartInterval,
    Duration maxBackoff,
    int maxFailures,
    Duration failureWindow) {

  public static StoreSettings withSyncInterval(Duration syncInterval) {
    return new StoreSettings(
        syncInterval,
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        10,
        Duration.ofMinutes(1));
  }
}
