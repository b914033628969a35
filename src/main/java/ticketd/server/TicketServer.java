package ticketd.server;

import ticketd.session.SessionLog;

/** Composes the server: the guardian, the store, the endpoint. */
public final class TicketServer {
  private TicketServer() {}

  /**
   * Opens the store and accepts connections; both are so when this returns.
   *
   * @throws StartException when it cannot
   */
  public static RunningServer start(Settings settings, SessionLog log) throws StartException {
    if (settings.listen().port() >= 0) {
      throw new StartException("not composed yet: " + log);
    }
    throw new IllegalArgumentException("port " + settings.listen().port());
  }
}
