package ticketd.launch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import ticketd.client.command.Surroundings;

/**
 * Commands that the client cannot know, because they are of other rooms; the server it only lists.
 */
public final class ListedCommands {
  /** By name, in the order in which help lists them; see {@link Surroundings#more}. */
  public static final Map<String, Function<Surroundings, Object>> ALL;

  static {
    Map<String, Function<Surroundings, Object>> all = new LinkedHashMap<>();
    all.put("check", CheckCommand::new);
    all.put("user", UserCommand::new);
    all.put("store", StoreCommand::new);
    all.put(ServerOptions.COMMAND, surroundings -> ServerOptions.spec());
    ALL = Collections.unmodifiableMap(all);
  }

  private ListedCommands() {}
}
