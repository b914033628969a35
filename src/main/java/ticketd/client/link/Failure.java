package ticketd.client.link;

/** A command cannot do what it was asked to: its exit status and a line that says why. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String line;

  public Failure(int status, String line) {
    super(line);
    this.status = status;
    this.line = line;
  }

  public int status() {
    return status;
  }

  public String line() {
    return line;
  }
}
