package ticketd.testing;

import ticketd.door.Deed;
import ticketd.door.PeerLog;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;

/** Writes nothing. */
public class QuietLog implements PeerLog {
  @Override
  public void connected(String peer) {}

  @Override
  public void identified(String peer, Identity who) {}

  @Override
  public void filed(String peer, Identity who, long id) {}

  @Override
  public void changed(String peer, Identity who, EventKind kind, long id) {}

  @Override
  public void did(String peer, Identity who, Deed deed, String name) {}

  @Override
  public void left(String peer, String reason) {}
}
