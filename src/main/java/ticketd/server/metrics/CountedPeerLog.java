package ticketd.server.metrics;

import ticketd.door.Deed;
import ticketd.door.PeerLog;
import ticketd.door.PeerRefusals;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;

/** Passes everything on to another log, and counts the peers that were told to leave. */
public final class CountedPeerLog implements PeerLog {
  private final PeerLog log;
  private final PeerRefusals refusals;

  public CountedPeerLog(PeerLog log, PeerRefusals refusals) {
    this.log = log;
    this.refusals = refusals;
  }

  @Override
  public void connected(String peer) {
    log.connected(peer);
  }

  @Override
  public void identified(String peer, Identity who) {
    log.identified(peer, who);
  }

  @Override
  public void filed(String peer, Identity who, long id) {
    log.filed(peer, who, id);
  }

  @Override
  public void changed(String peer, Identity who, EventKind kind, long id) {
    log.changed(peer, who, kind, id);
  }

  @Override
  public void did(String peer, Identity who, Deed deed, String name) {
    log.did(peer, who, deed, name);
  }

  @Override
  public void left(String peer, String reason) {
    refusals.told(reason);
    log.left(peer, reason);
  }

  @Override
  public long dropped() {
    return log.dropped();
  }
}
