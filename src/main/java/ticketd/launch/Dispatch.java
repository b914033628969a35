package ticketd.launch;

import java.util.Arrays;
import java.util.Set;

/**
 * Which command line the arguments are for: the server's without a subcommand or with {@code
 * server}, else the client's. The server's classes are not loaded for the client, nor the client's
 * for the server.
 */
public final class Dispatch {
  private static final String JSON = "--json";
  private static final String TLS = "--tls";
  private static final Set<String> COMMON_OPTIONS =
      Set.of(
          "--server",
          "--as",
          LanguageOption.NAME,
          "--color",
          "--ca",
          "--tls-cert",
          "--tls-key",
          "--token-file",
          TLS,
          JSON);

  private Dispatch() {}

  /** Runs what was asked for, or says why not; the exit status. */
  public static int run(Invocation given) {
    if (given.malformed().isPresent()) {
      return ClientStart.refuse(given);
    }
    String[] args = subcommandFirst(given.arguments().toArray(new String[0]));
    if (args.length == 0 || args[0].startsWith("-")) {
      return ServerCommand.run(args);
    }
    if (args[0].equals(ServerOptions.COMMAND)) {
      return ServerCommand.run(Arrays.copyOfRange(args, 1, args.length));
    }
    return ClientStart.run(args);
  }

  /** With what is common to the client's subcommands behind them, also where it stood before. */
  static String[] subcommandFirst(String[] args) {
    int at = 0;
    while (at < args.length && COMMON_OPTIONS.contains(name(args[at]))) {
      boolean alone = args[at].equals(JSON) || args[at].equals(TLS) || args[at].contains("=");
      at += alone ? 1 : 2;
    }
    if (at == 0 || at >= args.length || args[at].startsWith("-")) {
      return args;
    }
    String[] turned = new String[args.length];
    turned[0] = args[at];
    for (int i = 0; i < at; i++) {
      // Said alone: what stands behind it now are no names of members.
      turned[1 + i] = args[i].equals(JSON) ? JSON + "=true" : args[i];
    }
    System.arraycopy(args, at + 1, turned, at + 1, args.length - at - 1);
    return turned;
  }

  private static String name(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? option : option.substring(0, equals);
  }
}
