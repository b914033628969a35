package ticketd.client.link;

import java.time.Duration;

/**
 * How long a silent server is waited for.
 *
 * @param notice until the person is told that it takes long
 * @param read until a reading request is given up
 * @param change until a change is made again
 * @param repeats how long a change whose outcome is open is made again and again
 */
record Patience(Duration notice, Duration read, Duration change, Duration repeats) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));
}
