package ticketd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import ticketd.client.ClientMain;
import ticketd.client.Invocation;
import ticketd.client.command.Surroundings;

/**
 * The client, with the commands of other rooms that it lists. Apart from {@link Main}, whose
 * verification would load the client's classes for the server too.
 */
final class ClientStart {
  private static final String CHECK = "check";

  /** Commands that the client cannot know; the server it only lists. */
  static final Map<String, Function<Surroundings, Object>> LISTED_COMMANDS = new LinkedHashMap<>();

  static {
    for (String name : List.of(CHECK, Main.SERVER)) {
      LISTED_COMMANDS.put(name, new Maker(name));
    }
  }

  /**
   * No lambda: this class is in no class-data archive, and each command would wait for its link.
   */
  private record Maker(String name) implements Function<Surroundings, Object> {
    @Override
    public Object apply(Surroundings surroundings) {
      return name.equals(CHECK) ? new CheckCommand(surroundings) : ServerCommand.spec();
    }
  }

  private ClientStart() {}

  /** Runs a command of the client; returns its exit status. */
  static int run(String[] args) {
    return ClientMain.run(args, LISTED_COMMANDS);
  }

  /** Says that an argument is not UTF-8; the exit status. */
  static int refuse(Invocation malformed) {
    return ClientMain.refuse(malformed);
  }

  /** Shows a command's help, with these options besides; returns the exit status. */
  static int showHelp(String command, Map<String, String> options) {
    List<String> args = new ArrayList<>(List.of("help", command));
    options.forEach((name, value) -> args.add(name + "=" + value));
    return run(args.toArray(String[]::new));
  }

  /** Prints a line as a command of the client does; returns the exit status. */
  static int print(String line) {
    return ClientMain.print(line);
  }
}
