package ticketd.client.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code completion bash|zsh}: the shell's completion of these commands, to be sourced. */
@Command(name = "completion")
final class CompletionCommand extends ClientCommand {
  private static final String LABEL = "SHELL";

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
    if (!CompletionScript.SHELLS.contains(shell)) {
      throw usage("usage.value", LABEL, shell, String.join(", ", CompletionScript.SHELLS));
    }
    out().text(CompletionScript.write(shell, surroundings()));
    return ExitStatus.DONE;
  }
}
