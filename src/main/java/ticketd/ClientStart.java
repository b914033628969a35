package ticketd;

import java.util.Map;
import java.util.function.Function;
import ticketd.client.ClientMain;
import ticketd.client.command.Surroundings;

/**
 * The client, with the subcommands of other rooms that it lists. Apart from {@link Main}, whose
 * verification would load the client's classes for the server too.
 */
final class ClientStart {
  /** Subcommands that the client lists but may not know. */
  static final Map<String, Function<Surroundings, Object>> LISTED_COMMANDS =
      Map.of(Main.CHECK, CheckListing::new);

  private ClientStart() {}

  /** Runs a subcommand of the client; returns its exit status. */
  static int run(String[] args) {
    return ClientMain.run(args, LISTED_COMMANDS);
  }
}
