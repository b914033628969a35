package ticketd.client;

/** The client's entry point. */
public final class ClientMain {
  private ClientMain() {}

  /** Runs a client command; its exit status. */
  public static int run(String[] args) {
    return args.length == 0 ? 0 : 2;
  }
}
