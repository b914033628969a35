package ticketd.client.command;

import java.io.IOException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code completion bash|zsh}: the shell's completion of these commands, to be sourced. */
@Command(name = "completion")
final class CompletionCommand extends ClientCommand {
  static final String BASH = "bash";
  static final String ZSH = "zsh";

  @Parameters(index = "0", paramLabel = "bash|zsh", descriptionKey = "shell")
  String shell = "";

  @Option(names = "--lang", paramLabel = "fr|en")
  String lang = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  CompletionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (!shell.equals(BASH) && !shell.equals(ZSH)) {
      throw usage("usage.value", "bash|zsh", shell);
    }
    out().text(script(shell, surroundings()));
    return ExitStatus.DONE;
  }

  static String script(String shell, Surroundings surroundings) {
    String bash = AutoComplete.bash(Commands.PROGRAM, Commands.all(surroundings));
    String zsh = "#compdef " + Commands.PROGRAM + "\nautoload -U +X bashcompinit && bashcompinit\n";
    return shell.equals(ZSH) ? zsh + bash : bash;
  }
}
