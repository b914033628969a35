package ticketd.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete;

/**
 * A shell's completion of the commands: what picocli makes of their descriptions, then what is
 * written by hand.
 */
public final class CompletionScript {
  public static final String ZSH = "zsh";

  /** The shells that there is one for. */
  public static final List<String> SHELLS = List.of("bash", ZSH);

  private static final String BY_HAND = "/launcher/completion.bash";

  private CompletionScript() {}

  /**
   * The script, to be sourced.
   *
   * @param shell one of {@link #SHELLS}
   */
  public static String write(String shell, Surroundings surroundings) throws IOException {
    String bash = AutoComplete.bash(Commands.PROGRAM, Commands.all(surroundings)) + byHand();
    String zsh =
        "#compdef "
            + Commands.PROGRAM
            + "\nautoload -U +X bashcompinit && bashcompinit\n"
            // What follows looks for it with "type", which finds an alias that is not expanded.
            + "function compopt() { :; }\n";
    return shell.equals(ZSH) ? zsh + bash : bash;
  }

  private static String byHand() throws IOException {
    try (InputStream script = CompletionScript.class.getResourceAsStream(BY_HAND)) {
      if (script == null) {
        throw new IOException("missing: " + BY_HAND);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
