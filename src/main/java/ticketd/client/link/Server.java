package ticketd.client.link;

/**
 * A server, with what is known of the way to it. One that was never reached is not waited for; one
 * that was is looked for again, for as long as it takes. For one thread at a time.
 */
public final class Server {
  private final ServerAddress address;
  private final Pauses pauses = Pauses.withoutEnd();
  private boolean reached;
  private boolean lost;

  public Server(ServerAddress address) {
    this.address = address;
  }

  /**
   * Connects.
   *
   * @throws UnreachableException when nobody answers; {@link #wasReached} tells whether to try
   *     again
   */
  public Connection connect() throws UnreachableException {
    Connection connection = Connection.open(address);
    reached = true;
    return connection;
  }

  /** Whether somebody answered at the address before. */
  public boolean wasReached() {
    return reached;
  }

  /** Notes that a connection is ready for use; whether that ends a loss. */
  public boolean noteBack() {
    boolean news = lost;
    lost = false;
    pauses.restart();
    return news;
  }

  /** Notes that there is no connection; whether that is news since it was ready for use. */
  public boolean noteGone() {
    boolean news = !lost;
    lost = true;
    return news;
  }

  /** Whether a loss was noted, and no end to it. */
  public boolean isLost() {
    return lost;
  }

  /** Waits until it is time to connect again. */
  public void pause() throws InterruptedException {
    pauses.pause();
  }
}
