package ticketd.client.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code completion bash|zsh}: the shell's completion of these commands, to be sourced. */
@Command(name = "completion")
final class CompletionCommand extends ClientCommand {
  private static final String LABEL = "SHELL";

  static final String BASH = "bash";
  static final String ZSH = "zsh";

  @Parameters(
      index = "0",
      paramLabel = LABEL,
      completionCandidates = Words.Shells.class,
      descriptionKey = "shell")
  String shell = "";

  @Mixin BasicOptions options = new BasicOptions();

  CompletionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (!shell.equals(BASH) && !shell.equals(ZSH)) {
      throw usage("usage.value", LABEL, shell, BASH + ", " + ZSH);
    }
    out().text(script(shell, surroundings()));
    return ExitStatus.DONE;
  }

  static String script(String shell, Surroundings surroundings) throws IOException {
    String bash =
        AutoComplete.bash(Commands.PROGRAM, Commands.all(surroundings))
            + new String(Distribution.script("completion.bash"), StandardCharsets.UTF_8);
    String zsh =
        "#compdef "
            + Commands.PROGRAM
            + "\nautoload -U +X bashcompinit && bashcompinit\n"
            // What follows looks for it with "type", which finds an alias that is not expanded.
            + "function compopt() { :; }\n";
    return shell.equals(ZSH) ? zsh + bash : bash;
  }
}
