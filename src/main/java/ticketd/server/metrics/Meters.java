package ticketd.server.metrics;

import ticketd.door.PeerRefusals;
import ticketd.door.RequestMeter;
import ticketd.door.Ticker;
import ticketd.server.tls.TlsMeter;

/**
 * What one server counts while it works, a meter for each part of it.
 *
 * @param lines the requests of the line protocol
 * @param http those of HTTP
 */
public record Meters(
    RequestMeter lines,
    RequestMeter http,
    PeerRefusals refusals,
    StoreCounts store,
    DeskCounts desk,
    TlsMeter tls) {
  /** With nothing counted; {@code ticker} is what the doors' requests are timed by. */
  public static Meters create(Ticker ticker) {
    return new Meters(
        new RequestMeter(ticker),
        new RequestMeter(ticker),
        new PeerRefusals(),
        new StoreCounts(),
        new DeskCounts(),
        new TlsMeter());
  }
}
