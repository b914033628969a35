package ticketd;

import java.util.Arrays;

/**
 * The jar's entry point: the server without a subcommand or with {@code server}, {@code check}, or
 * else the client. The server's classes are not loaded for the client, nor the client's for it.
 */
public final class Main {
  private static final String SERVER = "server";
  static final String CHECK = "check";

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
    if (args[0].equals(CHECK)) {
      return CheckCommand.run(Arrays.copyOfRange(args, 1, args.length));
    }
    return ClientStart.run(args);
  }
}
