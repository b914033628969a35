package ticketd;

import java.io.IOException;
import ticketd.launch.Dispatch;
import ticketd.launch.Invocation;

/** The jar's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    System.exit(Dispatch.run(Invocation.of(args)));
  }
}
