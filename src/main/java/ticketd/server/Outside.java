package ticketd.server;

import java.time.Clock;
import ticketd.credential.PasswordHash;
import ticketd.door.Ticker;
import ticketd.journal.FileAccess;

/**
 * What a server goes by that is not its own. Tests put something else in its place.
 *
 * @param ticker by which connections are timed
 * @param clock what day and time it is, in any zone
 * @param passwords what a password costs
 */
public record Outside(FileAccess files, Ticker ticker, Clock clock, PasswordHash passwords) {
  static Outside real() {
    return new Outside(
        FileAccess.system(),
        Ticker.system(),
        Clock.systemUTC(),
        new PasswordHash(PasswordHash.ROUNDS));
  }
}
