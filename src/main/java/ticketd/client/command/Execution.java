package ticketd.client.command;

import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import ticketd.client.link.ExitStatus;
import ticketd.client.screen.Output;

/**
 * Runs the command that was asked for. Its help is written here as commands write: picocli would
 * write it in the locale's encoding, and would not notice that it cannot be written.
 */
final class Execution implements IExecutionStrategy {
  private final Output out;

  Execution(Surroundings surroundings) {
    this.out = surroundings.out();
  }

  @Override
  public int execute(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      if (command.isUsageHelpRequested()) {
        return showHelp(command);
      }
    }
    return new RunLast().execute(parsed);
  }

  private int showHelp(CommandLine command) {
    try {
      out.text(UsageText.of(command));
      return ExitStatus.DONE;
    } catch (Output.ClosedException e) {
      throw new ExecutionException(command, e.reason(), e);
    }
  }
}
