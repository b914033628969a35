package ticketd;

import java.util.Arrays;
import ticketd.client.ClientMain;

/**
 * The jar's entry point: the server without a subcommand or with {@code server}, else the client.
 * Neither's classes are loaded for the other.
 */
public final class Main {
  private static final String SERVER = "server";

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    if (args.length == 0 || args[0].startsWith("-")) {
      return ServerCommand.run(args);
    }
    if (args[0].equals(SERVER)) {
      return ServerCommand.run(Arrays.copyOfRange(args, 1, args.length));
    }
    return ClientMain.run(args);
  }
}
